import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { choose, openTill, product, scan, scanField, sell, setUpDemo, shopName, type Till } from "./till";

let till: Till;
let page: Page;

beforeAll(async () => {
  till = await openTill();
  page = till.page;
});
afterAll(() => till?.close());

const lines = () => page.getByRole("list", { name: "Artículos del ticket" }).getByRole("listitem");

it("goes through the wizard in Spanish to a practice shop", async () => {
  await page.getByRole("heading", { name: "¿En qué idioma trabajas?" }).waitFor();
  await setUpDemo(page);
  expect(await page.getByRole("banner").textContent()).toContain(shopName);
  expect(await page.getByText("DEMO", { exact: true }).isVisible()).toBe(true);
  await page
    .getByRole("tabpanel")
    .getByRole("button", { name: product(0).name })
    .waitFor();
  expect(await page.getByRole("button", { name: "Cobrar" }).isDisabled()).toBe(true);
});

it("sells with the keyboard alone: scan, F12, Enter, and the receipt is there", async () => {
  const sold = product(0);
  await sell(page, sold);
  expect(await lines().count()).toBe(1);
  expect(await scanField(page).inputValue()).toBe("");

  await page.keyboard.press("F12");
  await page.getByRole("button", { name: "Terminar venta" }).waitFor();
  await page.keyboard.press("Enter");
  const done = page.getByRole("complementary").filter({ hasText: "Venta guardada" });
  await done.waitFor();
  const number = (await done.locator("b").first().textContent()) ?? "";
  const total = /\$\s?[\d.,]+/.exec((await done.textContent()) ?? "")?.[0] ?? "";
  expect(number).not.toBe("");
  expect(total).not.toBe("");

  // The next scan starts the next ticket.
  await sell(page, product(1));
  expect(await lines().count()).toBe(1);

  await page.keyboard.press("F3");
  const first = page.getByRole("list", { name: "Recibos" }).getByRole("button").first();
  await first.waitFor();
  expect(await first.getAttribute("aria-pressed")).toBe("true");
  const row = await first.textContent();
  expect(row).toContain(number);
  expect(row).toContain(total);

  const paper = page.getByRole("img", { name: number });
  await paper.waitFor();
  const width = await paper.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return image.naturalWidth;
  });
  expect(width).toBeGreaterThan(200);
  await page.keyboard.press("Escape");
  await scanField(page).waitFor();
});

it("makes a product of an unknown code, and puts it on the ticket", async () => {
  const before = await lines().count();
  await scan(page, "7501999999991");
  const question = page.getByRole("dialog", { name: "Este código no está en tu catálogo" });
  await question.waitFor();
  await question.getByRole("button", { name: "Crear producto" }).click();
  const form = page.getByRole("dialog", { name: "Producto nuevo" });
  await form.getByLabel("Nombre").fill("Galletas de la casa");
  await form.getByLabel("Precio").fill("31.50");
  await form.getByRole("button", { name: "Crear y agregar" }).click();
  await form.waitFor({ state: "detached" });
  await lines().filter({ hasText: "Galletas de la casa" }).waitFor();
  expect(await lines().filter({ hasText: "Galletas de la casa" }).textContent()).toContain("31.50");
  expect(await lines().count()).toBe(before + 1);
});

it("speaks English in the dark once it is told to, on every screen", async () => {
  await choose(page, "Tu sesión", "English");
  await choose(page, "Your session", "Dark");
  const html = page.locator("html");
  await page.locator("html[data-theme=dark]").waitFor();
  expect(await html.getAttribute("lang")).toBe("en");

  const spanish = /Cobrar|Vender|Recibos|Ajustes|Guardar|Bloquear|Efectivo|Descuento|Existencia|Atajos/;
  const shows = async (...words: string[]) => {
    for (const word of words) await page.getByText(word).locator("visible=true").first().waitFor();
    expect(await page.locator("body").textContent()).not.toMatch(spanish);
  };
  await shows("Sell", "Receipts", "Products", "Settings", "Check price", "Subtotal", "Pay");
  await page.keyboard.press("F12");
  await shows("Due in cash", "Cash", "Card", "Transfer", "End the sale");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Pay" }).waitFor();
  await page.keyboard.press("F3");
  await shows("Number", "Served by", "Paid with", "Print a copy");
  await page.getByRole("navigation").getByRole("button", { name: "Products" }).click();
  await shows("New product", "All categories", "Stock", "Price");
  await page.getByRole("navigation").getByRole("button", { name: "Settings" }).click();
  await shows("Language and look", "Printer", "People", "About", "Dark");
  await page.keyboard.press("Control+l");
  await shows("Type your PIN to come in");
});

it("leaves no error in the browser's console", () => {
  expect(till.errors).toEqual([]);
});
