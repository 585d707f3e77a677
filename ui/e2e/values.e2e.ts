import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, product, scan, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

it("sells a gift card, is paid with it, and gives store credit for what comes back", async () => {
  till = await openTill();
  const { page } = till;
  await setUpDemo(page);
  await page.keyboard.press("F8");
  await page.getByLabel("Sin separar, o contado por una máquina").fill("1000");
  await button(page, "Abrir con $1,000.00").click();
  await scanField(page).waitFor();
  await page.keyboard.press("F8");
  await page.getByRole("radio", { name: "Vales" }).click();
  await button(page, "Vender tarjeta de regalo").click();
  await page.getByLabel("Importe", { exact: true }).fill("30");
  await picture(page, "value-sell");
  await button(page, "Vender").click();
  const code = await page
    .getByRole("status")
    .filter({ hasText: /^[0-9A-Z]{4}-/ })
    .textContent();
  await picture(page, "value-code");
  await button(page, "Cerrar").last().click();

  await page.keyboard.press("Escape");
  await sell(page, product(0));
  await sell(page, product(1));
  await page.keyboard.press("F12");
  await button(page, "Terminar venta").waitFor();
  await page.keyboard.press("F5");
  await page.getByLabel("Código del vale").waitFor();
  await scan(page, (code ?? "").replaceAll("-", ""));
  await page.getByText("Quedan $30.00").waitFor();
  await picture(page, "value-pay");
  await page.keyboard.press("F1");
  await page.keyboard.press("Enter");
  await page.getByText("Venta guardada").waitFor();
  await page.getByRole("button", { name: "Siguiente ticket" }).last().click();

  await page.keyboard.press("F3");
  await button(page, "Devolver").click();
  await button(page, `Uno más de ${product(0).name}`).click();
  await button(page, "Al ticket").click();
  await page.getByText("Vuelve de A-1").waitFor();
  await page.keyboard.press("F12");
  await page.getByText("A devolver").waitFor();
  await picture(page, "value-give-back");
  await page.keyboard.press("Enter");
  await page.getByText("Vale para el cliente").waitFor();
  await picture(page, "value-credit");
  await page.getByRole("button", { name: "Siguiente ticket" }).last().click();
  await page.keyboard.press("F8");
  await picture(page, "value-drawer");
  await page.getByRole("radio", { name: "Vales" }).click();
  await page.getByText("Vale por devolución").waitFor();
  await picture(page, "value-list");
  expect(till.errors).toEqual([]);
}, 240_000);
