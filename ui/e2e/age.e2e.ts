import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, product, scan, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

it("asks once a ticket how old whoever buys is, and says what a cashier should know", async () => {
  till = await openTill();
  const { page } = till;
  await setUpDemo(page);
  const beer = product(0);
  await page
    .getByRole("navigation", { name: "Principal" })
    .getByRole("button", { name: "Productos" })
    .click();
  const listed = page.getByRole("list", { name: "Productos" }).getByRole("button");
  await listed.first().waitFor();
  await page.keyboard.type(beer.name, { delay: 120 });
  await listed.filter({ hasText: beer.name }).first().click();
  await page.getByLabel(/Edad mínima/).fill("18");
  await page.getByLabel(/Aviso en la caja/).fill("No se vende después de las 23:00");
  await picture(page, "age-product");
  await page.getByRole("button", { name: "Guardar" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await page.keyboard.press("Escape");
  await scanField(page).waitFor();
  await scan(page, beer.barcode);
  await page.getByText("¿Tiene 18 años o más?").waitFor();
  await picture(page, "age-question");
  await page.keyboard.press("Escape");
  // later is not never
  await page.keyboard.press("F12");
  await page.getByText("¿Tiene 18 años o más?").waitFor();
  await page.waitForTimeout(500);
  await page.keyboard.press("Enter");
  await page.getByText("¿Tiene 18 años o más?").waitFor({ state: "detached" });
  await page.getByRole("list", { name: "Artículos del ticket" }).getByText(beer.name).waitFor();
  await sell(page, product(1));
  await picture(page, "age-ticket");
  await page.keyboard.press("F12");
  await page.getByRole("button", { name: "Terminar venta", exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Venta guardada").waitFor();
  expect(till.errors).toEqual([]);
}, 240_000);
