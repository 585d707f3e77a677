import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, ownerPin, product, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

it("makes a role with limits, gives it to somebody, and grants her a lower price in place", async () => {
  till = await openTill();
  const { page } = till;
  await setUpDemo(page);
  await page.getByRole("navigation", { name: "Principal" }).getByRole("button", { name: "Ajustes" }).click();
  const parts = page.getByRole("navigation", { name: "Partes de los ajustes" });
  await parts.getByRole("button", { name: "Personas", exact: true }).click();
  await button(page, "Rol nuevo").click();
  await page.getByLabel("Nombre", { exact: true }).fill("Encargada de tarde");
  await page.getByLabel("Puede bajar el precio hasta").fill("5");
  await picture(page, "roles-cashier");
  await page.getByRole("radio", { name: "Supervisor (PIN de 6)" }).click();
  await picture(page, "roles-supervisor");
  await page.getByRole("radio", { name: "Cajero (PIN de 4)" }).click();
  await button(page, "Guardar").click();
  await page.getByText("Rol Encargada de tarde guardado").waitFor();
  await button(page, "Agregar persona").click();
  await page.getByLabel("Nombre", { exact: true }).fill("Luz");
  await page.getByLabel("PIN", { exact: true }).fill("5830");
  await page.getByRole("combobox", { name: "Puesto" }).click();
  await page.getByRole("option", { name: "Encargada de tarde" }).click();
  await button(page, "Guardar").click();
  await page.getByText("Se guardó a Luz").waitFor();
  await picture(page, "roles-people");
  await page.getByRole("button", { name: /Luz/ }).first().click();
  await picture(page, "roles-person");
  await button(page, "Cancelar").click();

  await page.keyboard.press("Control+l");
  await page.getByText("Luz", { exact: true }).first().click();
  await picture(page, "roles-login");
  await page.keyboard.type("5830", { delay: 120 });
  await page.keyboard.press("Enter");
  await scanField(page).waitFor();
  await sell(page, product(0));
  await page.keyboard.press("-");
  await button(page, "20 %").click();
  await page.getByText(/límite de 5 %/).waitFor();
  await picture(page, "roles-grant");
  await page.getByLabel("Su PIN").fill(ownerPin);
  await button(page, "Aprobar").click();
  await page.getByText("$15.20").first().waitFor();
  await picture(page, "roles-granted");
  await page.keyboard.press("F12");
  await button(page, "Terminar venta").click();
  await page.getByText("Venta guardada").waitFor();
  // a discount above her own limit was refused once
  expect(till.errors.every((error) => error.includes("422"))).toBe(true);
}, 240_000);
