import { QueryClientProvider } from "@tanstack/react-query";
import { act, createEvent, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { App } from "../App";
import type {
  AppState,
  Cart,
  CartLine,
  Failure,
  ProductHit,
  Requests,
  Settlement,
  Shop,
} from "../api/generated";
import { newQueryClient } from "../api/queries";
import { Toasts } from "../shared/parts/Toasts";
import { ShopProvider } from "../shared/shop";

type Handlers = {
  [N in keyof Requests]?: (args: Requests[N][0]) => Requests[N][1] | Promise<Requests[N][1]>;
};

export function failure(code: string, params: Record<string, string> = {}): Failure {
  return { code, message: code, params };
}

export const milk: ProductHit = {
  id: "milk",
  name: "Leche Lala 1 L",
  sku: "1",
  barcode: "7501020515343",
  unit: "piece",
  price: 285000,
  category: null,
  icon: "milk",
  tint: "cielo",
  stock: 5000,
  active: true,
};

export function lineOf(product: ProductHit, quantity = 1000): CartLine {
  return {
    id: `line-${product.id}`,
    product: product.id,
    name: product.name,
    unit: product.unit,
    quantity,
    unit_price: product.price,
    list_price: product.price,
    amount: 2850,
    discount: null,
    discount_amount: 0,
    note: null,
    note_inside: false,
    warning: "",
    provisional: false,
    label: false,
    returned: null,
  };
}

export function cartOf(id: string, ...lines: CartLine[]): Cart {
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);
  return {
    id,
    lines,
    discount: null,
    customer: null,
    order: null,
    age_needed: null,
    count,
    subtotal: 2850,
    discounts: 0,
    tax: 0,
    taxes: [],
    total: 2850,
  };
}

export function settlement(part: Partial<Settlement>): Settlement {
  return {
    total: 2850,
    paid: 0,
    rounding: 0,
    due: 0,
    change: 0,
    hand_back: [],
    quick_cash: [],
    give_back: [],
    refusal: null,
    to_allow: null,
    ...part,
  };
}

const words = ["scan", "change", "receipt", "receipt_number", "tax_id", "card_terminal", "walk_in"] as const;
const more = ["on_account", "opening_cash", "cash_out", "close_shift", "refund"] as const;

export const ready: AppState & { shop: Shop } = {
  phase: "ready",
  version: "0.1.0",
  language: "es",
  theme: "light",
  demo: false,
  till: "1",
  notices: [],
  user: {
    id: "elena",
    name: "Elena Orozco",
    role: "owner",
    title: null,
    permissions: ["sell", "change_price", "edit_products", "view_receipts", "reprint"],
  },
  shop: {
    name: "La Esperanza",
    tax_id: "",
    address: "",
    country: "MX",
    price_mode: "inclusive",
    time_zone: "America/Mexico_City",
    business_date: "2026-11-22",
    tax_classes: [{ code: "iva16", name: "IVA 16 %", rate: 160000 }],
    wording: Object.fromEntries([...words, ...more].map((word) => [word, word])) as never,
    currency: {
      code: "MXN",
      symbol: "$",
      decimals: 2,
      decimal_mark: ".",
      group_mark: ",",
      symbol_first: true,
      symbol_space: false,
      denominations: [],
    },
  },
};

const usual: Handlers = {
  "app.state": () => ready,
  "cart.current": () => cartOf("c1"),
  "categories.list": () => [],
  "imports.state": () => ({ phase: "idle", done: 0, of: 0, left_out: 0, error: null }),
  "products.favourites": () => [],
  "products.search": () => [],
  "tickets.list": () => ({ cart: cartOf("c1"), waiting: [] }),
  "printer.status": () => ({ state: "ready", waiting: 0, failed: [] }),
};

/** Any screen over a door that answers what a test says. Every call is kept. */
function open(shown: ReactNode, handlers: Handlers) {
  const all: Handlers = { ...usual, ...handlers };
  const calls: { name: string; args: unknown }[] = [];
  const answer = async (url: string, init: { body: string }) => {
    if (url === "/upload") return { ok: true, status: 200, json: async () => ({ id: "upload", size: 1 }) };
    const { name, arguments: args } = JSON.parse(init.body) as { name: keyof Requests; arguments: never };
    calls.push({ name, args });
    try {
      const handler = all[name] as ((args: never) => unknown) | undefined;
      if (!handler) throw failure("unknown_request");
      const body = await handler(args);
      return { ok: true, status: 200, json: async () => body };
    } catch (thrown) {
      return { ok: false, status: 422, json: async () => thrown };
    }
  };
  vi.stubGlobal("fetch", vi.fn(answer));
  const client = newQueryClient();
  const rendered = render(<QueryClientProvider client={client}>{shown}</QueryClientProvider>);
  const of = (name: keyof Requests) => calls.filter((call) => call.name === name).map((call) => call.args);
  return { ...rendered, client, calls, of };
}

/** The whole program. */
export const openWith = (handlers: Handlers) => open(<App />, handlers);

/** A part of a screen, in a shop. */
export function openPart(part: ReactNode, handlers: Handlers) {
  return open(
    <ShopProvider shop={ready.shop} language="es">
      {part}
      <Toasts />
    </ShopProvider>,
    handlers,
  );
}

/** Answers whether nobody took the key. Enter in a field sends its form, as browsers do. */
export function press(key: string, init: Record<string, unknown> = {}, at?: number): boolean {
  const target = document.activeElement ?? document.body;
  const event = createEvent.keyDown(target, { key, ...init });
  if (at !== undefined) Object.defineProperty(event, "timeStamp", { value: at });
  const went = fireEvent(target, event);
  if (went && key === "Enter" && target instanceof HTMLInputElement && target.form)
    fireEvent.submit(target.form);
  return went;
}

/** As a scanner does it: all at once, into whatever has the focus. The keys say when they came, so that a slow machine makes no hand of it. */
export async function scan(code: string): Promise<void> {
  await act(async () => {
    let at = performance.now();
    for (const key of code) {
      at += 1;
      const typed = document.activeElement;
      if (press(key, {}, at) && typed instanceof HTMLInputElement)
        fireEvent.change(typed, { target: { value: typed.value + key } });
    }
    press("Enter", {}, at + 1);
    // Longer than the echo of one scan.
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
}

/** Takes one of a field's options, as a hand does it. */
export async function choose(label: string, option: string): Promise<void> {
  const field = await screen.findByLabelText(label);
  await act(async () => {
    fireEvent.click(field);
  });
  const item = await screen.findByRole("option", { name: option });
  await act(async () => {
    fireEvent.pointerDown(item, { pointerType: "mouse" });
    fireEvent.mouseUp(item);
    fireEvent.click(item);
  });
}
