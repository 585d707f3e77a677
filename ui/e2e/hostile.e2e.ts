import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutOff, overflow } from "./audit";
import { large, openTill, scanField, settle, setUpDemo, small, type Till } from "./till";

/** Whatever somebody types or imports as a name. Each would set `hostile` if it were more than text. */
const texts = [
  `<img src=x onerror="window.hostile=1">`,
  `<script>window.hostile=1</script>`,
  `<svg onload="window.hostile=1"><animate onbegin="window.hostile=1">`,
  `"><iframe srcdoc="<script>parent.hostile=1</script>"></iframe>`,
  `javascript:window.hostile=1`,
  `<a href="javascript:window.hostile=1">x</a><style>*{display:none}</style>`,
  "{{constructor.constructor('window.hostile=1')()}} {{name}} $t(sell.pay) #{hostile}",
  "\u202egnp.oicerp\u202c \u2066\u2067aislado",
  "cero\u200b\u200d\u2060\ufeff ancho",
  `z${"\u0301\u0322".repeat(50)}`,
  "W".repeat(120),
];

type Watched = { hostile?: unknown; reports: string[] };

let till: Till;
let page: Page;

async function post(name: string, given: unknown) {
  const url = new URL("/call", page.url()).href;
  return page.request.post(url, { data: { name, arguments: given }, headers: { "x-mostrador": "1" } });
}

async function call<T>(name: string, given: unknown): Promise<T> {
  const answer = await post(name, given);
  if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`);
  return answer.json();
}

/** What the page was made to do, and what its policy had to stop. */
function harm(): Promise<string[]> {
  return page.evaluate(() => {
    const watched = globalThis as unknown as Watched;
    const foreign = document.querySelectorAll(
      "iframe, object, embed, base, script:not([src]), img[src=x], [onload], [onerror], a[href^='javascript:']",
    );
    const ran = watched.hostile === undefined ? [] : ["a script ran"];
    return [...ran, ...watched.reports, ...[...foreign].map(({ outerHTML }) => outerHTML)];
  });
}

const place = (name: string) =>
  page.getByRole("navigation", { name: "Principal" }).getByRole("button", { name });

type State = { shop: { tax_classes: { code: string }[] } };

/** A product, a category and a person for each text; the shop itself has the first. */
async function fillShop(): Promise<void> {
  const { shop } = await call<State>("app.state", null);
  const taxClass = shop.tax_classes[0]?.code;
  for (const [index, name] of texts.entries()) {
    const category = await call<{ id: string }>("categories.save", {
      id: null,
      name,
      icon: "box",
      tint: "azul",
    });
    await call("products.save", product(name, `RARO${index + 10}`, category.id, taxClass));
    await call("users.save", { id: null, name, role: "cashier", pin: "735291", active: true });
  }
  await call("shop.save", { name: texts[0], tax_id: texts[1]?.slice(0, 40), address: texts[2] });
}

const product = (name: string, barcode: string, category: string, tax_class: string | undefined) => ({
  id: null,
  name,
  sku: "",
  barcodes: [barcode],
  unit: "piece",
  price: 100_000,
  cost: null,
  tax_class,
  category,
  favourite: true,
  active: true,
  track_stock: true,
  min_stock: null,
  opening_stock: null,
});

type Cart = { id: string; lines: { id: string }[] };

async function fillTicket(): Promise<void> {
  for (const [index, note] of texts.entries()) {
    const { cart } = await call<{ cart: Cart }>("cart.scan", { code: `RARO${index + 10}` });
    await call("cart.line", { line: cart.lines.at(-1)?.id, change: { note: `${note}\u0000\u001b` } });
  }
}

beforeAll(async () => {
  till = await openTill();
  page = till.page;
  await setUpDemo(page);
  await fillShop();
  await fillTicket();
  await page.context().addInitScript(() => {
    const watched = globalThis as unknown as Watched;
    watched.reports = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      watched.reports.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  await page.reload();
  await scanField(page).waitFor();
});
afterAll(() => till?.close());

const screens: [string, () => Promise<void>][] = [
  [
    "sell",
    () =>
      page
        .getByRole("list", { name: "Artículos del ticket" })
        .getByText(texts[0] ?? "")
        .first()
        .waitFor(),
  ],
  [
    "results",
    async () => {
      await scanField(page).fill("script");
      await page.getByRole("listbox", { name: "Resultados" }).waitFor();
    },
  ],
  [
    "done",
    async () => {
      await scanField(page).fill("");
      const { id } = await call<Cart>("cart.current", null);
      const tenders = [{ method: "cash", amount: 1_000_000 }];
      await call("sale.complete", { cart: id, tenders, print: false });
    },
  ],
  [
    "receipts",
    async () => {
      await page.keyboard.press("F3");
      await page.getByRole("img", { name: "Recibo" }).waitFor();
    },
  ],
  [
    "products",
    async () => {
      await place("Productos").click();
      await page.getByRole("list", { name: "Productos" }).getByRole("button").first().waitFor();
    },
  ],
  ["settings", () => place("Ajustes").click()],
  [
    "login",
    async () => {
      await place("Bloquear").click();
      await page.getByRole("button", { name: "javascript:" }).first().waitFor();
    },
  ],
];

it("refuses what is longer than any name", async () => {
  const long = "W".repeat(10_000);
  const refused = await post("users.save", {
    id: null,
    name: long,
    role: "cashier",
    pin: null,
    active: true,
  });
  expect(refused.status()).toBe(422);
});

describe("what somebody typed is shown as text", () => {
  it.each(screens)("on the screen %s", async (name, go) => {
    await go();
    for (const size of [small, large]) {
      await page.setViewportSize(size);
      await settle(page);
      expect.soft(await harm(), name).toEqual([]);
      expect.soft(await overflow(page), `${name} ${size.width}`).toEqual({ down: 0, right: 0 });
      expect.soft(await cutOff(page), `${name} ${size.width}`).toEqual([]);
    }
  });
});

it("leaves no error in the browser's console", () => {
  expect(till.errors).toEqual([]);
});

it("would have been seen: a script that gets into the page does not run, and is reported", async () => {
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.hostile = 1";
    document.body.append(script);
  });
  await expect
    .poll(harm)
    .toEqual([expect.stringContaining("script-src"), expect.stringContaining("window.hostile = 1")]);
});
