import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, product, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

it("puts a ticket aside for a customer, takes what she brings, and hands it over or gives it back", async () => {
  till = await openTill();
  const { page } = till;
  const button = (name: string | RegExp) =>
    page.getByRole("button", { name, exact: typeof name === "string" });
  const dialog = page.getByRole("dialog");
  const forLupe = async () => {
    await sell(page, product(0));
    await sell(page, product(1));
    await page.keyboard.press("F2");
    await page.getByRole("list", { name: "Clientes" }).getByText("Doña Lupe").click();
    await dialog.waitFor({ state: "detached" });
    await page.keyboard.press("F6");
    await button("Apartar").click();
  };
  await setUpDemo(page);
  await page.keyboard.press("F6");
  await button("Apartados y pedidos").click();
  await page.getByText("Nada apartado").waitFor();
  await picture(page, "orders-none");
  await page.keyboard.press("Escape");
  await sell(page, product(0));
  await page.keyboard.press("F6");
  await picture(page, "orders-park");
  await button("Apartar").click();
  await page.getByRole("heading", { name: "Elegir cliente" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("F10");
  await button("Cliente nuevo").first().click();
  await page.getByRole("textbox", { name: "Nombre", exact: true }).fill("Doña Lupe Ramírez");
  await page.getByRole("textbox", { name: "Teléfono" }).fill("55 1234 5678");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Doña Lupe Ramírez" }).first().waitFor();
  await page.keyboard.press("Escape");
  await scanField(page).waitFor();

  await forLupe();
  await page.getByLabel("Anticipo de hoy").fill("20");
  await page.getByRole("combobox", { name: "El resto en" }).click();
  await page.getByRole("option", { name: "3 pagos" }).click();
  await page.getByRole("region", { name: "Total" }).getByText("$20.00").waitFor();
  await picture(page, "orders-place");
  await button("Guardar e imprimir").click();
  await page.getByText("Apartado AP-1 guardado").waitFor();
  await dialog.waitFor({ state: "detached" });

  await page.keyboard.press("F6");
  await button("Apartados y pedidos").click();
  await page.getByText("Guardas $20.00 de anticipos").waitFor();
  await picture(page, "orders-list");
  await dialog.getByText("AP-1 · Doña Lupe Ramírez").click();
  await page.getByText("Apartado AP-1").first().waitFor();
  await picture(page, "orders-one");
  await button("Recibir anticipo").click();
  await picture(page, "orders-deposit");
  await page.keyboard.press("Enter");
  await page.getByText("AD-2").waitFor();
  await button("Entregar y cobrar").click();
  await page.getByRole("complementary", { name: "Ticket" }).getByText("Apartado AP-1").waitFor();
  await picture(page, "orders-ticket");
  await page.keyboard.press("F12");
  await page.getByRole("list", { name: "Pagos" }).getByText("Anticipo").waitFor();
  await picture(page, "orders-pay");
  await button("Terminar venta").click();
  await page.getByText("Venta guardada").waitFor();
  await button("Siguiente ticket").last().click();
  await scanField(page).waitFor();

  await forLupe();
  await page.getByLabel("Anticipo de hoy").fill("30");
  await button("Guardar e imprimir").click();
  await page.getByText("Apartado AP-2 guardado").waitFor();
  await dialog.waitFor({ state: "detached" });
  await page.keyboard.press("F6");
  await button("Apartados y pedidos").click();
  await dialog.getByText("AP-2 · Doña Lupe Ramírez").click();
  await dialog.getByRole("button", { name: "Cancelar pedido" }).click();
  await page.getByText("Se devuelven $30.00").waitFor();
  await picture(page, "orders-cancel");
  await page.getByRole("combobox", { name: "Devolver" }).click();
  await page.getByRole("option", { name: "En un vale de la tienda" }).click();
  await button("Devolver y cancelar").click();
  await page.getByText("Vale para el cliente").waitFor();
  await picture(page, "orders-cancelled");
  await button("Volver").click();
  await page.getByRole("radio", { name: "Terminados" }).click();
  await page.getByText("entregado").waitFor();
  expect(till.errors).toEqual([]);
}, 240_000);
