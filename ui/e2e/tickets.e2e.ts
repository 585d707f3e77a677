import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, product, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

const chips = (page: Page) => page.getByRole("navigation", { name: "Tickets en espera" });
const line = (page: Page, name: string) =>
  page.getByRole("list", { name: "Artículos del ticket" }).getByText(name);

async function park(page: Page, note: string): Promise<void> {
  await page.keyboard.press("F6");
  await page.getByRole("textbox", { name: /Cómo reconocerlo/ }).fill(note);
}

it("serves three customers at once, survives a closed program, and sells the same again", async () => {
  till = await openTill();
  const { page } = till;
  await setUpDemo(page);
  await page.keyboard.press("F6");
  await page.getByText("Ningún ticket espera").waitFor();
  await page.keyboard.press("Escape");
  await sell(page, product(0));
  await park(page, "Doña Lupe");
  await picture(page, "tickets-park");
  await page.keyboard.press("Enter");
  await chips(page).waitFor();
  await sell(page, product(1));
  await park(page, "Taller Ruiz, el de la camioneta azul");
  await page.keyboard.press("Enter");
  await line(page, product(1).name).waitFor({ state: "detached" });
  await sell(page, product(2));
  await picture(page, "tickets-chips");
  await page.keyboard.press("F6");
  await page.getByText("Poner en espera").first().waitFor();
  await picture(page, "tickets-list");
  await page.keyboard.press("Escape");
  // a page that is loaded again is what a power cut leaves
  await page.reload();
  await chips(page)
    .getByRole("button", { name: /Doña Lupe/ })
    .click();
  await line(page, product(0).name).waitFor();

  await page.keyboard.press("F12");
  await page.getByRole("button", { name: "Terminar venta", exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Venta guardada").waitFor();
  await page.getByRole("button", { name: "Siguiente ticket" }).last().click();
  await scanField(page).waitFor();
  await page.keyboard.press("F3");
  await page.getByRole("button", { name: "Vender otra vez" }).click();
  await line(page, product(0).name).waitFor();
  expect(till.errors).toEqual([]);
}, 240_000);
