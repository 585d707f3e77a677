import type { Page } from "playwright-core";
import { expect } from "vitest";
import { audit, cutOff, overflow } from "./audit";
import { screenshots } from "./program";
import { large, settle, small } from "./till";

/** The screen in both themes and sizes: nothing runs over, nothing is cut off, and axe finds nothing. */
export async function picture(page: Page, name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    // A page that has no state yet does not follow the system: it wears what it is told to.
    await page.evaluate((worn) => {
      document.documentElement.dataset.theme = worn;
    }, theme);
    for (const size of [small, large]) {
      await page.setViewportSize(size);
      await settle(page);
      const at = `${name}-${theme}-${size.width}x${size.height}`;
      await page.screenshot({ path: `${screenshots}/${at}.png` });
      expect.soft(await overflow(page), at).toEqual({ down: 0, right: 0 });
      expect.soft(await cutOff(page), at).toEqual([]);
      expect.soft(await audit(page), at).toEqual([]);
    }
  }
}
