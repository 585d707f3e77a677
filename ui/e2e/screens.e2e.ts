import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit, cutOff, overflow, tabRound } from "./audit";
import { screenshots } from "./program";
import {
  choose,
  large,
  openTill,
  ownerName,
  ownerPin,
  product,
  scan,
  scanField,
  sell,
  settle,
  setUpDemo,
  small,
  type Till,
} from "./till";

const logo = fileURLToPath(new URL("../../icons/128x128.png", import.meta.url));
let till: Till;
let page: Page;

beforeAll(async () => {
  till = await openTill();
  page = till.page;
  await setUpDemo(page);
});
afterAll(() => till?.close());

const button = (name: string) => page.getByRole("button", { name });
const place = (name: string) =>
  page.getByRole("navigation", { name: "Principal" }).getByRole("button", { name });
const section = (name: string) =>
  page
    .getByRole("navigation", { name: "Partes de los ajustes" })
    .getByRole("button", { name, exact: true })
    .click();

/** At both sizes: nothing outside the window, a picture to look at, and the audit. */
async function inspect(name: string): Promise<void> {
  for (const size of [small, large]) {
    const at = `${name}-${size.width}x${size.height}`;
    await page.setViewportSize(size);
    await settle(page);
    await page.screenshot({ path: `${screenshots}/${at}.png` });
    expect.soft(await overflow(page), at).toEqual({ down: 0, right: 0 });
    expect.soft(await cutOff(page), at).toEqual([]);
    expect.soft(await audit(page), at).toEqual([]);
  }
}

async function logIn(): Promise<void> {
  await button(ownerName).click();
  await page.keyboard.type(ownerPin);
  await page.keyboard.press("Enter");
  await scanField(page).waitFor();
}

// Each screen goes on from where the one before it left the till.
describe.each([
  { theme: "light", item: "Claro" },
  { theme: "dark", item: "Oscuro" },
])("in the $theme theme", ({ theme, item }) => {
  const visit = (name: string, go: () => Promise<void>) =>
    it(name, async () => {
      await go();
      await inspect(`${theme}-${name}`);
    });

  beforeAll(async () => {
    if (await button("Entrar").isVisible()) await logIn();
    await choose(page, "Tu sesión", item);
    await page.locator(`html[data-theme=${theme}]`).waitFor();
  });

  visit("sell-empty", () => page.getByText("Escanea el primer producto").waitFor());
  visit("sell-lines", async () => {
    for (const index of [0, 1, 2, 3, 4]) await sell(page, product(index));
  });
  visit("sell-results", async () => {
    await page.keyboard.type("coca", { delay: 80 });
    await page.getByRole("listbox", { name: "Resultados" }).waitFor();
  });
  visit("sell-nothing-found", async () => {
    await scanField(page).fill("zzzz");
    await page.getByText("Nada con «zzzz»").waitFor();
  });
  visit("sell-unknown-code", async () => {
    await page.keyboard.press("Escape");
    await scan(page, "7501999999991");
    await page.getByRole("dialog", { name: "Este código no está en tu catálogo" }).waitFor();
  });
  visit("pay", async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("F12");
    await page.getByText("Importe exacto").waitFor();
  });
  visit("pay-change", async () => {
    await page.getByLabel("Recibido").fill("500");
    await page.getByText("Entrega", { exact: true }).waitFor();
  });
  visit("pay-short", async () => {
    await page.getByLabel("Recibido").fill("5");
    await page.getByText("Faltan").waitFor();
  });
  visit("pay-card", async () => {
    await page.keyboard.press("F2");
    await page.getByLabel("Últimos 4").waitFor();
  });
  visit("done", async () => {
    await page.keyboard.press("Enter");
    await page.getByText("Venta guardada").waitFor();
  });
  visit("receipts", async () => {
    await button("Siguiente ticket").last().click();
    await scanField(page).waitFor();
    await page.keyboard.press("F3");
    await page.getByRole("img", { name: "Recibo" }).waitFor();
  });
  visit("products", async () => {
    await place("Productos").click();
    await page.getByRole("list", { name: "Productos" }).getByRole("button").first().waitFor();
  });
  visit("product-form", async () => {
    await page.getByRole("list", { name: "Productos" }).getByRole("button").first().click();
    await page.getByRole("dialog", { name: "Editar producto" }).waitFor();
  });
  visit("settings", async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await place("Ajustes").click();
    await page.getByRole("heading", { name: "Idioma y aspecto" }).waitFor();
  });
  visit("settings-shop", async () => {
    await section("Tienda");
    await page.getByRole("heading", { name: "Tienda", exact: true }).waitFor();
    await page.locator("input[type=file]").setInputFiles(logo);
    await page.getByRole("img", { name: "Logo de la tienda" }).waitFor();
  });
  visit("settings-copies", async () => {
    await section("Copias");
    await page.getByRole("list", { name: "Dónde están" }).getByText("Esta caja").waitFor();
  });
  visit("settings-copies-password", async () => {
    await button("Poner contraseña").click();
    await page.getByRole("dialog").getByLabel("Otra vez la contraseña").waitFor();
  });
  visit("settings-copies-restore", async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await button("Recuperar de las copias…").click();
    await page.getByRole("switch", { name: "Entiendo: la caja se detiene mientras tanto" }).waitFor();
  });
  visit("settings-health", async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
    await section("Estado");
    await page.getByText("Las ventas están a salvo").waitFor();
  });
  visit("login", async () => {
    await place("Bloquear").click();
    await page.getByText("Escribe tu PIN para entrar").waitFor();
  });
});

describe("with the keyboard alone", () => {
  // The pads type into the field that has the focus, and the strip of categories moves with arrows.
  const pad = ["7", "8", "9", "4", "5", "6", "1", "2", "3", ".", "0", "Borrar"];

  it.each([small, large])("Tab comes to every button of the selling screen at $width", async (size) => {
    await page.setViewportSize(size);
    if (await button("Entrar").isVisible()) await logIn();
    await sell(page, product(0));
    const { reached, missed, passed, unseen } = await tabRound(page);
    expect.soft(missed).toEqual([]);
    expect.soft(unseen).toEqual([]);
    expect.soft(passed).toEqual(["Más categorías"]);
    for (const name of ["Quitar del ticket", "Descartar"]) expect(reached).toContain(name);

    const tabs = page.getByRole("tablist", { name: "Categorías" }).getByRole("tab");
    await tabs.first().focus();
    for (let index = 1; index < (await tabs.count()); index += 1) {
      await page.keyboard.press("ArrowRight");
      expect(await tabs.nth(index).evaluate((tab) => tab === document.activeElement)).toBe(true);
    }
  });

  it.each([small, large])("Tab comes to every button of the pay screen at $width", async (size) => {
    await page.setViewportSize(size);
    await page.keyboard.press("F12");
    await page.getByText("Importe exacto").waitFor();
    const { missed, passed, unseen } = await tabRound(page);
    expect.soft(missed).toEqual([]);
    expect.soft(unseen).toEqual([]);
    expect.soft(passed).toEqual(pad);
    await page.keyboard.press("Escape");
    await scanField(page).waitFor();
  });

  it.each([small, large])("Tab comes to every button of the copies at $width", async (size) => {
    await page.setViewportSize(large);
    await place("Ajustes").click();
    await section("Copias");
    await page.getByRole("list", { name: "Dónde están" }).waitFor();
    await page.setViewportSize(size);
    const { reached, missed, passed, unseen } = await tabRound(page);
    expect.soft(missed).toEqual([]);
    expect.soft(unseen).toEqual([]);
    expect.soft(passed).toEqual([]);
    for (const name of ["Copiar ahora", "Agregar", "Probar las copias", "Recuperar de las copias…"])
      expect(reached).toContain(name);
    await page.keyboard.press("Escape");
    await scanField(page).waitFor();
  });
});
