import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { choose, failure, openPart } from "../test/door";
import { LockAfter } from "./LockAfter";

const label = "Bloquear la pantalla";
const field = () => screen.findByRole("combobox", { name: label });

it("shows after how long the screen locks, also a time that is not on its list, and saves another", async () => {
  const { of } = openPart(<LockAfter />, {
    "sessions.get": () => ({ lock_after_minutes: 7 }),
    "sessions.save": (rules) => rules,
  });
  expect((await field()).textContent).toContain("7 minutos");
  await choose(label, "30 minutos");
  await waitFor(() => expect(of("sessions.save")).toEqual([{ lock_after_minutes: 30 }]));
  await waitFor(async () => expect((await field()).textContent).toContain("30 minutos"));
  await choose(label, "Nunca");
  await waitFor(() => expect(of("sessions.save")).toHaveLength(2));
  expect(of("sessions.save")[1]).toEqual({ lock_after_minutes: 0 });
});

it("keeps what is so and says why when it is refused", async () => {
  openPart(<LockAfter />, {
    "sessions.get": () => ({ lock_after_minutes: 10 }),
    "sessions.save": () => {
      throw failure("not_permitted");
    },
  });
  await choose(label, "1 minuto");
  expect(await screen.findByText("Tu puesto no permite esto")).toBeDefined();
  expect((await field()).textContent).toContain("10 minutos");
});
