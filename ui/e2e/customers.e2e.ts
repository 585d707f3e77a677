import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, product, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });

async function addCustomer(page: Page, name: string): Promise<void> {
  await button(page, "Cliente nuevo").first().click();
  await page.getByRole("textbox", { name: "Nombre", exact: true }).fill(name);
  await page.getByRole("textbox", { name: "Teléfono" }).fill("55 1234 5678");
}

it("gives credit to a customer, takes her payment, and shows what she owes", async () => {
  till = await openTill();
  const { page } = till;
  await setUpDemo(page);
  await page.keyboard.press("F10");
  await page.getByText("Todavía no hay clientes").waitFor();
  await addCustomer(page, "Doña Lupe Ramírez");
  await picture(page, "customers-edit");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Doña Lupe Ramírez" }).first().waitFor();
  await picture(page, "customers-page-new");
  await button(page, "Crédito").click();
  await page.getByRole("textbox", { name: "Límite" }).fill("500");
  await picture(page, "customers-terms");
  await page.keyboard.press("Enter");
  await page.getByText("Crédito disponible: $500.00").waitFor();

  await page.keyboard.press("Escape");
  await sell(page, product(0));
  await page.keyboard.press("F2");
  await page.getByRole("list", { name: "Clientes" }).waitFor();
  await picture(page, "customers-choose");
  await page.keyboard.type("lupe", { delay: 120 });
  await page.getByRole("list", { name: "Clientes" }).getByText("Doña Lupe").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("complementary", { name: "Ticket" }).getByText("Doña Lupe Ramírez").waitFor();
  await picture(page, "customers-ticket");
  await page.keyboard.press("F12");
  await button(page, "Terminar venta").waitFor();
  await page.keyboard.press("F4");
  await picture(page, "customers-on-account");
  await page.keyboard.press("Enter");
  await page.getByText("Venta guardada").waitFor();
  await page.getByRole("button", { name: "Siguiente ticket" }).last().click();
  await scanField(page).waitFor();

  await page.keyboard.press("F10");
  await page.getByRole("heading", { name: "Doña Lupe Ramírez" }).first().waitFor();
  await page.getByRole("radio", { name: "Con saldo" }).click();
  await picture(page, "customers-owing");
  await page.keyboard.press("F12");
  await page.getByText("Doña Lupe Ramírez debe").waitFor();
  await picture(page, "customers-pay");
  await page.keyboard.press("Enter");
  await page
    .getByText(/^Pago /)
    .first()
    .waitFor();
  await page.getByText("Nadie debe nada").waitFor();
  expect(till.errors).toEqual([]);
}, 240_000);
