import axe from "axe-core";
import type { Page } from "playwright-core";
import catalogue from "../../crates/app/src/demo/catalogue.csv?raw";
import { type Program, startBrowser, startProgram } from "./program";

export const small = { width: 1024, height: 768 };
export const large = { width: 1920, height: 1080 };

const betweenPresses = 0.002;

export const shopName = "Abarrotes La Esquina";
export const ownerName = "Elena Orozco";
export const ownerPin = "482915";

/** Products of the practice shop that are sold by the piece. */
export const products = catalogue
  .trim()
  .split("\n")
  .slice(1)
  .map((row) => row.split(","))
  .filter((cells) => cells[4] === "piece" && cells[1] !== "")
  .map((cells) => ({ barcode: cells[1] ?? "", name: cells[2] ?? "" }));

export function product(index: number): { barcode: string; name: string } {
  const found = products[index];
  if (!found) throw new Error(`the practice catalogue has no product ${index}`);
  return found;
}

export type Till = {
  page: Page;
  /** What the page called an error, and what the program refused it. */
  errors: string[];
  program: Program;
  close: () => Promise<void>;
};

/** The real program with nothing in it, or with what another has left, and a real browser that came in by its one-time address. */
export async function openTill(left?: string): Promise<Till> {
  const program = await startProgram(left);
  const browser = await startBrowser().catch(async (error) => {
    await program.stop();
    throw error;
  });
  const context = await browser.newContext({ viewport: large, reducedMotion: "reduce", locale: "es-MX" });
  context.setDefaultTimeout(15_000);
  await context.addInitScript({ content: axe.source });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("response", (response) => {
    if (response.status() < 400) return;
    errors.push(`${response.status()} ${response.url()} ${response.request().postData() ?? ""}`.trim());
  });
  await page.goto(program.opening);
  return {
    page,
    errors,
    program,
    close: async () => {
      await browser.close();
      await program.stop();
    },
  };
}

export const next = (page: Page) => page.getByRole("button", { name: "Seguir" }).click();
export const scanField = (page: Page) => page.getByRole("combobox", { name: "Código o nombre del producto" });

/** The wizard, from the first step to the selling screen of the practice shop. */
export async function setUpDemo(page: Page): Promise<void> {
  await page.getByRole("radio", { name: "Español" }).click();
  await next(page);
  await page.getByRole("radio", { name: "México" }).click();
  await next(page);
  await page.getByLabel("Nombre de la tienda").fill(shopName);
  await next(page);
  await page.getByLabel("Tu nombre").fill(ownerName);
  await page.getByLabel("PIN de 6 números o más").fill(ownerPin);
  await page.getByLabel("Otra vez el PIN").fill(ownerPin);
  await next(page);
  await page.getByRole("button", { name: "Saltar" }).click();
  await page.getByRole("radio", { name: "Tienda de práctica" }).click();
  await page.getByRole("button", { name: "Abrir la tienda" }).click();
  await scanField(page).waitFor({ timeout: 60_000 });
}

/**
 * As a scanner does it: characters faster than a hand, then Enter, to whatever has the focus.
 * Each press carries its own time, so that a busy machine does not slow the scanner down.
 */
export async function scan(page: Page, code: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  for (const [index, key] of [...code, "Enter"].entries()) {
    const enter = key === "Enter";
    const press = {
      key,
      code: enter ? key : `Digit${key}`,
      windowsVirtualKeyCode: enter ? 13 : key.charCodeAt(0),
      timestamp: start + index * betweenPresses,
    };
    await session.send("Input.dispatchKeyEvent", { ...press, type: "keyDown", text: enter ? "\r" : key });
    await session.send("Input.dispatchKeyEvent", { ...press, type: "keyUp" });
  }
  await session.detach();
}

/** Scans a product and waits for it on the ticket. */
export async function sell(page: Page, { barcode, name }: { barcode: string; name: string }): Promise<void> {
  await scan(page, barcode);
  await page.getByRole("list", { name: "Artículos del ticket" }).getByText(name).waitFor();
}

export async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menuitem", { name: item }).click();
  await page.getByRole("menu").waitFor({ state: "detached" });
}

/** Fonts are there and whatever moves has arrived. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}
