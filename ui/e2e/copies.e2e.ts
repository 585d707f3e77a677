import { openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { picture } from "./pictures";
import { openTill, ownerName, ownerPin, product, scanField, sell, setUpDemo, type Till } from "./till";

let till: Till | undefined;
afterEach(async () => {
  await till?.close();
  till = undefined;
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function sellOne(page: Page): Promise<void> {
  await sell(page, product(0));
  await page.keyboard.press("F12");
  await page.getByRole("button", { name: "Terminar venta" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("complementary").filter({ hasText: "Venta guardada" }).waitFor();
  await page.getByRole("button", { name: "Siguiente ticket" }).last().click();
  await scanField(page).waitFor();
}

async function openCopies(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Principal" }).getByRole("button", { name: "Ajustes" }).click();
  await page
    .getByRole("navigation", { name: "Partes de los ajustes" })
    .getByRole("button", { name: "Copias", exact: true })
    .click();
}

async function copy(page: Page): Promise<void> {
  await openCopies(page);
  await button(page, "Copiar ahora").click();
  await page.getByText("Copia hecha y comprobada").waitFor();
}

async function logInAgain(page: Page): Promise<void> {
  await page.getByRole("button", { name: ownerName }).click({ timeout: 60_000 });
  await page.keyboard.type(ownerPin);
  await page.keyboard.press("Enter");
  await scanField(page).waitFor();
}

it("copies, tries the copies and puts an open till together again", async () => {
  till = await openTill();
  const { page } = till;
  await setUpDemo(page);
  await sellOne(page);
  await copy(page);
  await button(page, "Probar las copias").click();
  await page.getByText("Las copias sirven y está todo").waitFor();
  await picture(page, "copies-tried");
  await button(page, "Recuperar de las copias…").click();
  await page.getByRole("switch", { name: "Entiendo: la caja se detiene mientras tanto" }).click();
  await button(page, "Recuperar ahora").click();
  await logInAgain(page);
  await page.getByText("Los datos se recuperaron de las copias").waitFor();
  await picture(page, "copies-recovered");
  await openCopies(page);
  await page.getByText("Se recuperó todo.").waitFor();
}, 240_000);

it("offers to put a damaged till together, and sells again", async () => {
  const before = await openTill();
  await setUpDemo(before.page);
  await sellOne(before.page);
  await copy(before.page);
  await before.page.context().browser()?.close();
  await before.program.end();
  const { home } = before.program;
  const database = join(home, "data", "mostrador.db");
  // What was written last may be in the log alone.
  rmSync(`${database}-wal`, { recursive: true, force: true });
  writeSync(openSync(database, "r+"), new Uint8Array(64 << 10).fill(0x5a));

  till = await openTill(home);
  const { page } = till;
  await page.getByRole("heading", { name: "Los datos de esta caja están dañados" }).waitFor();
  await picture(page, "copies-damaged");
  await button(page, "Recuperar de las copias").click();
  await picture(page, "copies-damaged-confirm");
  await button(page, "Sí, recuperar").click();
  await logInAgain(page);
  await page.getByText("Los datos se recuperaron de las copias").waitFor();
  await sellOne(page);
  expect(readdirSync(join(home, "data")).filter((name) => name.startsWith("set-aside-"))).toHaveLength(1);
}, 240_000);
