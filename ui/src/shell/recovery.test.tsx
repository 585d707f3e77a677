import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AppState } from "../api/generated";
import { failure, openWith, ready } from "../test/door";

const login: AppState = { ...ready, phase: "login", user: null };
const tiles = [
  {
    id: "elena",
    name: "Elena Orozco",
    role: "owner" as const,
    title: null,
    approves: false,
    locked_until_ms: null,
  },
];

const press = (name: string) => act(async () => fireEvent.click(screen.getByRole("button", { name })));

/** A till that does not open, and what happens to it. */
function openDamaged(begin: (password: string | null) => string) {
  let code = "database_damaged";
  const door = openWith({
    "users.tiles": () => tiles,
    // As a door does, it takes its time: what is shown meanwhile would be seen.
    "app.state": async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (code === "open") return login;
      throw failure(code);
    },
    "recovery.begin": ({ password }) => {
      code = begin(password);
      return null;
    },
  });
  return {
    ...door,
    become: (next: string) => {
      code = next;
    },
  };
}

it("says what recovering does, wants a second press, and opens the till at the end", async () => {
  const door = openDamaged(() => "restoring");
  expect(await screen.findByText("Los datos de esta caja están dañados")).toBeTruthy();
  await press("Recuperar de las copias");
  expect(screen.getByText(/El archivo dañado se aparta en una carpeta/)).toBeTruthy();
  expect(document.activeElement?.textContent).toBe("Volver");
  expect(door.of("recovery.begin")).toEqual([]);
  await press("Sí, recuperar");
  expect(door.of("recovery.begin")).toEqual([{ password: null }]);
  const page = await screen.findByText("Se están recuperando los datos");
  expect(screen.getByText(/No apagues el equipo/)).toBeTruthy();
  const asked = door.of("app.state").length;
  await waitFor(() => expect(door.of("app.state").length).toBeGreaterThan(asked + 1));
  // Asked again and again, it is the same page: nothing flickers.
  expect(page.isConnected).toBe(true);
  door.become("open");
  expect(await screen.findByText("Escribe tu PIN para entrar")).toBeTruthy();
});

it("goes back to where it was", async () => {
  const door = openDamaged(() => "restoring");
  fireEvent.click(await screen.findByText("Recuperar de las copias"));
  await press("Volver");
  expect(screen.getByText("Los datos de esta caja están dañados")).toBeTruthy();
  await press("Recuperar de las copias");
  await act(async () => fireEvent.keyDown(document.body, { key: "Escape" }));
  expect(screen.getByText("Los datos de esta caja están dañados")).toBeTruthy();
  expect(door.of("recovery.begin")).toEqual([]);
});

it("asks for the password where the copies are closed, at once or at the end", async () => {
  const door = openDamaged((password) => {
    if (password === null) throw failure("copy_password_needed");
    return "restoring";
  });
  fireEvent.click(await screen.findByText("Recuperar de las copias"));
  await press("Sí, recuperar");
  expect(await screen.findByText(/Las copias están cerradas con contraseña/)).toBeTruthy();
  const type = (value: string) =>
    fireEvent.change(screen.getByLabelText("Contraseña"), { target: { value } });
  type("otra");
  await press("Sí, recuperar");
  await screen.findByText("Se están recuperando los datos");
  door.become("copy_password_wrong");
  expect(await screen.findByText(/La contraseña no abre las copias/)).toBeTruthy();
  type("abarrotes");
  await press("Sí, recuperar");
  await screen.findByText("Se están recuperando los datos");
  const passwords = [{ password: null }, { password: "otra" }, { password: "abarrotes" }];
  expect(door.of("recovery.begin")).toEqual(passwords);
});

it("says what to do next where there is nothing to recover from", async () => {
  openDamaged(() => "nothing_to_recover");
  fireEvent.click(await screen.findByText("Recuperar de las copias"));
  await press("Sí, recuperar");
  expect(await screen.findByText(/No hay copia de la que recuperar/)).toBeTruthy();
  expect(screen.getByText(/no borres ni reinstales nada/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Buscar otra vez" })).toBeTruthy();
});

it("joins in where somebody else has begun", async () => {
  const door = openDamaged(() => {
    throw failure("restoring");
  });
  fireEvent.click(await screen.findByText("Recuperar de las copias"));
  door.become("restoring");
  await press("Sí, recuperar");
  expect(await screen.findByText("Se están recuperando los datos")).toBeTruthy();
});

it("closes an open till as soon as any request says that it is being put together", async () => {
  let restoring = false;
  const state = () => {
    if (restoring) throw failure("restoring");
    return ready;
  };
  openWith({ "app.state": state, "receipts.list": state as never });
  await screen.findByText("La Esperanza");
  restoring = true;
  await act(async () => fireEvent.keyDown(document.body, { key: "F3" }));
  expect(await screen.findByText("Se están recuperando los datos")).toBeTruthy();
  expect(screen.queryByText("La Esperanza")).toBeNull();
  restoring = false;
  expect(await screen.findByText("La Esperanza")).toBeTruthy();
});
