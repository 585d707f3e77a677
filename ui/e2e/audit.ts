import type axe from "axe-core";
import type { Page } from "playwright-core";
import { settle } from "./till";

const grave = new Set<string | null | undefined>(["serious", "critical"]);

/** What keeps somebody from using this screen, one line for each element. */
export async function audit(page: Page): Promise<string[]> {
  await settle(page);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => grave.has(impact))
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, html, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
        return `${id} (${impact}) at ${target.join(" ")}: ${html.slice(0, 160)}: ${why}`;
      }),
    );
}

/** How far the page itself could be scrolled. */
export function overflow(page: Page): Promise<{ down: number; right: number }> {
  return page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.scrollingElement ?? document.documentElement;
    return { down: Math.max(0, scrollHeight - innerHeight), right: Math.max(0, scrollWidth - innerWidth) };
  });
}

/** Controls that are cut off at an edge, and that no scrolling brings back. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const within = (inner: DOMRect, outer: { top: number; left: number; bottom: number; right: number }) =>
      inner.top >= outer.top - 1 &&
      inner.left >= outer.left - 1 &&
      inner.bottom <= outer.bottom + 1 &&
      inner.right <= outer.right + 1;
    const isCut = (control: Element): boolean => {
      const box = control.getBoundingClientRect();
      for (let around = control.parentElement; around; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        if (/auto|scroll/.test(`${overflowX} ${overflowY}`)) return false;
        if (overflowY !== "visible" && !within(box, around.getBoundingClientRect())) return true;
      }
      return !within(box, { top: 0, left: 0, bottom: innerHeight, right: innerWidth });
    };
    return [...document.querySelectorAll("button, input, textarea")]
      .filter((control) => control.checkVisibility() && !control.closest("[aria-hidden=true]"))
      .filter(isCut)
      .map((control) => control.getAttribute("aria-label") ?? control.textContent ?? "");
  });
}

export type Tabbed = {
  /** Buttons that Tab comes to. */
  reached: string[];
  /** Buttons that want to be reached and are not. */
  missed: string[];
  /** Buttons that keep out of the way of Tab on purpose. */
  passed: string[];
  /** Reached, and nothing shows it. */
  unseen: string[];
};

/** Goes once round the screen with Tab. */
export async function tabRound(page: Page): Promise<Tabbed> {
  await settle(page);
  const buttons = await page.evaluate(() => {
    const look = (button: Element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(button);
      return [outlineStyle, outlineWidth, boxShadow, borderColor].join("|");
    };
    const shown = [...document.querySelectorAll("button")].filter(
      (it) => it.checkVisibility() && !it.disabled,
    );
    return shown.map((button, index) => {
      button.dataset.stop = String(index);
      button.dataset.look = look(button);
      const name = button.getAttribute("aria-label") ?? button.textContent ?? "";
      return { name: name.trim(), tabbed: button.tabIndex >= 0, tab: button.role === "tab" };
    });
  });
  const at = () =>
    page.evaluate(() => {
      const button = document.activeElement;
      if (!(button instanceof HTMLButtonElement)) return null;
      for (const moving of button.getAnimations()) moving.finish();
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(button);
      const { top, left, bottom, right } = button.getBoundingClientRect();
      const inside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      const look = [outlineStyle, outlineWidth, boxShadow, borderColor].join("|");
      return { stop: Number(button.dataset.stop), seen: inside && look !== button.dataset.look };
    });
  const stops = new Map<number, boolean>();
  for (let press = 0; press < buttons.length + 20; press += 1) {
    await page.keyboard.press("Tab");
    const here = await at();
    if (here) stops.set(here.stop, here.seen);
  }
  const names = (wanted: (index: number) => boolean) =>
    buttons.filter((_, index) => wanted(index)).map(({ name }) => name);
  // The tabs of one list share a stop: arrows move among them.
  return {
    reached: names((index) => stops.has(index)),
    missed: names((index) => buttons[index]?.tabbed === true && !stops.has(index)),
    passed: names((index) => buttons[index]?.tabbed === false && buttons[index]?.tab === false),
    unseen: names((index) => stops.get(index) === false),
  };
}
