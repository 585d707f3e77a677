import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Requests } from "../api/generated";
import { cartOf, failure, lineOf, milk, openWith, press, scan, settlement } from "../test/door";

type Quote = (args: Requests["pay.quote"][0]) => Requests["pay.quote"][1];

/** The engine's answers for a ticket of $28.50. */
const quote: Quote = ({ tenders }) => {
  const paid = tenders.reduce((sum, tender) => sum + tender.amount, 0);
  const left = Math.max(0, 2850 - paid);
  const refusal = left > 0 ? { code: "tender_short", params: {} } : null;
  return settlement({
    paid,
    due: left,
    change: Math.max(0, paid - 2850),
    quick_cash: left > 0 ? [left, 5000] : [],
    refusal,
    to_allow: null,
  });
};

const done = {
  id: "s1",
  number: "A-000001",
  short_number: "A-1",
  total: 2850,
  change: 0,
  hand_back: [],
  print_job: null,
  drawer: true,
  points: 0,
  credit: [],
};

function selling(over: Parameters<typeof openWith>[0] = {}) {
  let current = cartOf("c1", lineOf(milk));
  return openWith({
    "cart.current": () => current,
    "pay.quote": quote,
    "sale.complete": () => {
      current = cartOf("c2");
      return done;
    },
    "cart.scan": () => ({ kind: "added", cart: cartOf("c2", lineOf(milk)), line: "line-milk" }),
    ...over,
  });
}

const cash = (amount: number) => ({ method: "cash", amount });

it("is scan, F12, Enter: exact cash, even before the figures are there", async () => {
  const { of } = selling();
  await screen.findByText("Leche Lala 1 L");
  press("F12");
  await screen.findByRole("button", { name: "Terminar venta" });
  press("Enter");
  await screen.findByText("Venta guardada");
  expect(of("sale.complete")).toEqual([{ cart: "c1", tenders: [cash(2850)], print: true, approval: null }]);
});

it("loses no scan on the last screen: it starts the next ticket", async () => {
  const { of } = selling();
  await screen.findByText("Leche Lala 1 L");
  press("F12");
  await screen.findByRole("button", { name: "Terminar venta" });
  press("Enter");
  await screen.findByText("Venta guardada");
  await scan("7501020515343");
  expect(of("cart.scan")).toHaveLength(1);
  expect(await screen.findByRole("combobox", { name: "Código o nombre del producto" })).toBeDefined();
  expect(await screen.findByText("Leche Lala 1 L")).toBeDefined();
});

it("keeps a part in cash and charges the rest to a card", async () => {
  const { of } = selling();
  await screen.findByText("Leche Lala 1 L");
  press("F12");
  const amount = await screen.findByLabelText<HTMLInputElement>(/^Recibido/);
  await waitFor(() => expect(amount.value).toBe("28.50"));
  fireEvent.change(amount, { target: { value: "20" } });
  await screen.findByText("Faltan");
  press("F2");
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(/^A cobrar/).value).toBe("8.50"));
  press("Enter");
  await screen.findByText("Venta guardada");
  const card = { method: "card", amount: 850, reference: "", brand: "", last_four: "", authorisation: "" };
  expect(of("sale.complete")).toEqual([
    { cart: "c1", tenders: [cash(2000), card], print: true, approval: null },
  ]);
});

it("does not end a sale that is short, and says why it could not be saved", async () => {
  const { of } = selling({
    "sale.complete": () => {
      throw failure("disk_full");
    },
  });
  await screen.findByText("Leche Lala 1 L");
  press("F12");
  await screen.findByRole("button", { name: "Terminar venta" });
  press("Enter");
  expect((await screen.findByRole("alert")).textContent).toContain("No hay espacio en el disco");
  expect(of("sale.complete")).toHaveLength(1);
});
