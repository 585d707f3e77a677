import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, product, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function pay(page: Page): Promise<void> {
  await page.keyboard.press("F12");
  await button(page, "Terminar venta").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Venta guardada").waitFor();
  await page.getByRole("button", { name: "Siguiente ticket" }).last().click();
  await scanField(page).waitFor();
}

async function returnFirst(page: Page): Promise<void> {
  await page.keyboard.press("F3");
  await button(page, "Devolver").click();
  await page.getByRole("heading", { name: "¿Qué vuelve?" }).waitFor();
}

it("takes back from a receipt, exchanges in one ticket, and gives money back with a supervisor where that is needed", async () => {
  till = await openTill();
  const { page } = till;
  await setUpDemo(page);
  await sell(page, product(0));
  await sell(page, product(1));
  await pay(page);

  await returnFirst(page);
  await button(page, `Uno más de ${product(0).name}`).click();
  await picture(page, "return-choose");
  await button(page, "Al ticket").click();
  await scanField(page).waitFor();
  await page.getByText("Vuelve de A-1").waitFor();
  await sell(page, product(2));
  await picture(page, "return-exchange");
  await page.keyboard.press("F12");
  await page
    .getByRole("button", { name: /Terminar venta|Devolver|Terminar el cambio/ })
    .last()
    .waitFor();
  await page.keyboard.press("Escape");
  await scanField(page).waitFor();
  // without what was bought for it, it is a refund
  await page.getByRole("list", { name: "Artículos del ticket" }).getByText(product(2).name).click();
  await page.keyboard.press("Delete");
  await page.keyboard.press("F12");
  await page.getByText("A devolver").waitFor();
  await picture(page, "return-give-back");
  await page.keyboard.press("Enter");
  await page.getByText("Devuelto").first().waitFor();
  await picture(page, "return-done");
  await page.getByRole("button", { name: "Siguiente ticket" }).last().click();

  await sell(page, product(3));
  await page.keyboard.press("F9");
  await page.getByLabel("Motivo").waitFor();
  await picture(page, "return-without");
  await button(page, "Al ticket").click();
  await page.getByText("Vuelve sin recibo").waitFor();
  await page.keyboard.press("F12");
  await page.getByText("A devolver").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Devuelto").first().waitFor();
  expect(till.errors).toEqual([]);
}, 240_000);
