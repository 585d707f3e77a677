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
const pieces = (page: Page, value: string) => page.getByLabel(`Cuántos de ${value}`, { exact: true });

async function goToDrawer(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Principal" }).getByRole("button", { name: "Caja" }).click();
  await page.getByRole("heading", { name: "Caja", level: 1 }).waitFor();
}

async function sellOne(page: Page): Promise<void> {
  await sell(page, product(0));
  await page.keyboard.press("F12");
  await button(page, "Terminar venta").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("complementary").filter({ hasText: "Venta guardada" }).waitFor();
  await page.getByRole("button", { name: "Siguiente ticket" }).last().click();
  await scanField(page).waitFor();
}

async function countBlind(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Principal" }).getByRole("button", { name: "Ajustes" }).click();
  await page
    .getByRole("navigation", { name: "Partes de los ajustes" })
    .getByRole("button", { name: "Caja", exact: true })
    .click();
  await page.getByRole("switch", { name: "Contar sin mirar" }).click();
  await picture(page, "drawer-rules");
  await button(page, "Guardar").click();
  await page.getByText("Guardado").waitFor();
}

it("opens the drawer with a count, moves cash, counts, explains a difference and leaves a report", async () => {
  till = await openTill();
  const { page } = till;
  await setUpDemo(page);
  await goToDrawer(page);
  await picture(page, "drawer-closed");
  await pieces(page, "$500").fill("2");
  await pieces(page, "$10").fill("5");
  await picture(page, "drawer-opening");
  await button(page, "Abrir con $1,050.00").click();
  await scanField(page).waitFor();
  await sellOne(page);
  await goToDrawer(page);
  await button(page, "Salida").click();
  await page.getByLabel("Importe", { exact: true }).fill("50");
  await page.getByLabel("Nota (opcional)").fill("Garrafón de agua");
  await page.getByRole("combobox", { name: "Para qué" }).click();
  await page.getByRole("option", { name: "Proveedor" }).click();
  await page.getByLabel("Proveedor (opcional)").fill("Panadería Peña");
  await page.getByLabel("Número de factura (opcional)").fill("F-1042");
  await picture(page, "drawer-move");
  await button(page, "Guardar").click();
  await page.getByText("Panadería Peña").waitFor();
  await picture(page, "drawer-open");
  await button(page, "Contar y cerrar").click();
  await pieces(page, "$500").fill("2");
  await button(page, "Guardar el conteo").click();
  await page.getByText("Faltan").waitFor();
  await picture(page, "drawer-counted");
  await button(page, "Cerrar el turno").click();
  await page.getByRole("heading", { name: "Z A-1" }).waitFor();
  await picture(page, "drawer-report");
  await page.getByRole("radio", { name: "Ahora" }).click();
  await page.getByText("La caja está cerrada").waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("La caja está cerrada").waitFor();
  await picture(page, "drawer-closed-selling");
  await button(page, "Abrir la caja").click();
  await page.getByRole("heading", { name: "Caja", level: 1 }).waitFor();
  await countBlind(page);
  expect(till.errors).toEqual([]);
}, 240_000);
