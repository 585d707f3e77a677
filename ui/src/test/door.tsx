import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render } from "@testing-library/react";
import { vi } from "vitest";
import { App } from "../App";
import type { AppState, Cart, CartLine, Failure, ProductHit, Requests, Settlement } from "../api/generated";
import { newQueryClient } from "../api/queries";

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
    provisional: false,
    label: false,
  };
}

export function cartOf(id: string, ...lines: CartLine[]): Cart {
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);
  return { id, lines, discount: null, count, subtotal: 2850, discounts: 0, tax: 0, taxes: [], total: 2850 };
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
    refusal: null,
    ...part,
  };
}

const words = ["scan", "change", "receipt", "receipt_number", "tax_id", "card_terminal", "walk_in"] as const;
const more = ["on_account", "opening_cash", "cash_out", "close_shift", "refund"] as const;

export const ready: AppState = {
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
  "printer.status": () => ({ state: "ready", waiting: 0, failed: [] }),
};

/** The whole program over a door that answers what a test says. Every call is kept. */
export function openWith(handlers: Handlers) {
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
  const screen = render(
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>,
  );
  const of = (name: keyof Requests) => calls.filter((call) => call.name === name).map((call) => call.args);
  return { ...screen, client, calls, of };
}

/** Enter in a field sends its form, as browsers do. */
export function press(key: string, init: Record<string, unknown> = {}): void {
  const target = document.activeElement ?? document.body;
  const went = fireEvent.keyDown(target, { key, ...init });
  if (went && key === "Enter" && target instanceof HTMLInputElement && target.form)
    fireEvent.submit(target.form);
}

/** As a scanner does it: all at once, into whatever has the focus. */
export async function scan(code: string): Promise<void> {
  await act(async () => {
    for (const key of code) {
      const target = document.activeElement ?? document.body;
      const went = fireEvent.keyDown(target, { key });
      const typed = document.activeElement;
      if (went && typed instanceof HTMLInputElement)
        fireEvent.change(typed, { target: { value: typed.value + key } });
    }
    press("Enter");
    // Longer than the echo of one scan.
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
}
