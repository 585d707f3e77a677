import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { failure, openWith, press, ready } from "../test/door";

const tiles = [
  {
    id: "elena",
    name: "Elena Orozco",
    role: "owner" as const,
    title: null,
    approves: false,
    locked_until_ms: null,
  },
  {
    id: "karla",
    name: "Karla Mendoza",
    role: "cashier" as const,
    title: null,
    approves: false,
    locked_until_ms: null,
  },
];
const out = { ...ready, phase: "login" as const, user: null };

it("waits for Enter, whatever the length of the PIN", async () => {
  const { of } = openWith({ "app.state": () => out, "users.tiles": () => tiles, login: () => ready });
  fireEvent.click(await screen.findByRole("button", { name: /Elena/ }));
  for (const key of "482915") press(key);
  expect(of("login")).toEqual([]);
  press("Enter");
  await waitFor(() => expect(of("login")).toEqual([{ user: "elena", secret: "482915" }]));
  expect(await screen.findByRole("button", { name: "Cobrar" })).toBeDefined();
});

it("opens to a badge, whoever was chosen", async () => {
  const { of } = openWith({ "app.state": () => out, "users.tiles": () => tiles, login: () => ready });
  await screen.findByRole("button", { name: /Elena/ });
  const badge = `MOB1${"7".repeat(26)}${"K".repeat(26)}`;
  for (const key of badge) press(key);
  press("Enter");
  const anybody = "00000000-0000-0000-0000-000000000000";
  await waitFor(() => expect(of("login")).toEqual([{ user: anybody, secret: badge }]));
});

it("says how many attempts are left, and then how long to wait", async () => {
  let left = 2;
  openWith({
    "app.state": () => out,
    "users.tiles": () => tiles,
    login: () => {
      left -= 1;
      throw left > 0
        ? failure("wrong_pin", { left: String(left) })
        : failure("locked_out", { seconds: "75" });
    },
  });
  fireEvent.click(await screen.findByRole("button", { name: /Karla/ }));
  for (const key of "1111") press(key);
  press("Enter");
  expect(await screen.findByText("Te queda 1 intento")).toBeDefined();
  for (const key of "1111") press(key);
  press("Enter");
  expect(await screen.findByText(/Bloqueado\. Prueba en 1:1[45]/)).toBeDefined();
});
