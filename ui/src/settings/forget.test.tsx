import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { newQueryClient } from "../api/queries";
import { UserDialog } from "./UserDialog";

it("says what goes and what stays before anybody is forgotten", async () => {
  const asked = vi.fn((_body: string) => new Response("null", { status: 200 }));
  vi.stubGlobal("fetch", (_to: string, init: RequestInit) => Promise.resolve(asked(String(init.body))));
  const forgotten = vi.fn();
  const rosa = {
    id: "rosa",
    name: "Rosa",
    role: "cashier" as const,
    title: null,
    approves: false,
    own_role: null,
    has_badge: false,
    locked_until_ms: null,
    active: true,
  };
  render(
    <QueryClientProvider client={newQueryClient()}>
      <UserDialog user={rosa} onSaved={() => {}} onForgotten={forgotten} onClose={() => {}} />
    </QueryClientProvider>,
  );
  fireEvent.click(await screen.findByRole("button", { name: "Olvidar a esta persona…" }));
  expect(await screen.findByText(/Se va para siempre/)).toBeDefined();
  expect(screen.getByText(/Se queda: lo que vendió/)).toBeDefined();
  const erased = () =>
    asked.mock.calls.map(([body]) => JSON.parse(body)).filter((it) => it.name === "users.erase");
  expect(erased()).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Olvidar para siempre" }));
  await waitFor(() => expect(forgotten).toHaveBeenCalled());
  expect(erased()).toEqual([{ name: "users.erase", arguments: { id: "rosa" } }]);
  vi.unstubAllGlobals();
});
