import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { cartOf, failure, lineOf, milk, openWith, press } from "../test/door";

const field = () => screen.findByRole("combobox", { name: "Código o nombre del producto" });
const lupe = {
  id: "c0",
  owner: "Elena Orozco",
  note: "Doña Lupe",
  parked_at_ms: Date.now() - 34 * 60_000,
  count: 2000,
  total: 18600,
};
const one = cartOf("c1", lineOf(milk));

it("puts the ticket in hand aside with F6 and Enter, under the name that was typed", async () => {
  const { of } = openWith({
    "cart.current": () => one,
    "tickets.park": () => ({ cart: cartOf("c2"), waiting: [{ ...lupe, id: "c1" }] }),
  });
  await field();
  await screen.findByText("Leche Lala 1 L");
  press("F6");
  fireEvent.change(await screen.findByRole("textbox", { name: /Cómo reconocerlo/ }), {
    target: { value: " Doña Lupe " },
  });
  press("Enter");
  await waitFor(() => expect(of("tickets.park")).toEqual([{ cart: "c1", note: "Doña Lupe" }]));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.queryByText("Leche Lala 1 L")).toBeNull();
});

it("shows what waits, warns of a long wait, and takes it up with one press", async () => {
  const { of } = openWith({
    "tickets.list": () => ({ cart: cartOf("c1"), waiting: [lupe] }),
    "tickets.resume": () => ({ cart: one, waiting: [] }),
  });
  const chips = await screen.findByRole("navigation", { name: "Tickets en espera" });
  expect(within(chips).getByText("34 min").className).toContain("wrn");
  fireEvent.click(within(chips).getByRole("button", { name: /Doña Lupe/ }));
  await screen.findByText("Leche Lala 1 L");
  expect(of("tickets.resume")).toEqual([{ id: "c0" }]);
  await waitFor(() => expect(screen.queryByRole("navigation", { name: "Tickets en espera" })).toBeNull());
});

it("says that a ticket is gone, and keeps the one in hand", async () => {
  openWith({
    "cart.current": () => one,
    "tickets.list": () => ({ cart: one, waiting: [lupe] }),
    "tickets.resume": () => {
      throw failure("ticket_gone");
    },
  });
  await screen.findByText("Leche Lala 1 L");
  press("F6");
  fireEvent.click(await screen.findByRole("button", { name: /Elena Orozco/ }));
  await screen.findByText(/Ese ticket ya no espera/);
  expect(screen.getByText("Leche Lala 1 L")).toBeDefined();
});
