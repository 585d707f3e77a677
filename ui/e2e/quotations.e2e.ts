import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, product, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

it("offers a ticket until a day, and sells it at what it says", async () => {
  till = await openTill();
  const { page } = till;
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await setUpDemo(page);
  await sell(page, product(0));
  await sell(page, product(1));
  await page.keyboard.press("F6");
  await picture(page, "quotation-park");
  await button("Cotizar").click();
  await page.getByLabel("Días que vale").waitFor();
  await picture(page, "quotation-make");
  await button("Guardar e imprimir").click();
  await page.getByText("Cotización AQ-1 guardada").waitFor();
  await page.getByRole("list", { name: "Artículos del ticket" }).waitFor({ state: "detached" });

  await page.keyboard.press("F6");
  await button("Cotizaciones").click();
  await page.getByText("vale hasta el").waitFor();
  await picture(page, "quotation-list");
  await button("Vender").last().click();
  await page.getByRole("list", { name: "Artículos del ticket" }).getByText(product(0).name).waitFor();
  await page.keyboard.press("F12");
  await button("Terminar venta").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Venta guardada").waitFor();
  await page.getByRole("button", { name: "Siguiente ticket" }).last().click();
  await scanField(page).waitFor();
  await page.keyboard.press("F6");
  await button("Cotizaciones").click();
  await page.getByText("ya se vendió").waitFor();
  expect(till.errors).toEqual([]);
}, 240_000);
