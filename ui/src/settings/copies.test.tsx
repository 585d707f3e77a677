import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { CopiesState, CopyPlace, Recovered } from "../api/generated";
import { followEvents } from "../api/queries";
import { failure, openWith, ready } from "../test/door";

/** The stream of events, as the door would send them. */
class Stream {
  static last: Stream;
  onmessage: (event: { data: string }) => void = () => {};
  onopen = () => {};
  onerror = () => {};
  constructor() {
    Stream.last = this;
  }
}
vi.stubGlobal("EventSource", Stream);

const tell = (name: string) =>
  act(async () => Stream.last.onmessage({ data: JSON.stringify({ name, payload: null }) }));

const now = Date.parse("2026-11-22T18:00:00Z");
const hour = 3_600_000;

const till: CopyPlace = {
  id: null,
  kind: "till",
  name: "",
  path: "/home/elena/mostrador/copies",
  full_at_ms: now - 9 * hour,
  entries_at_ms: now - 20 * 60_000,
  copies: 7,
  bytes: 48 * 2 ** 20,
  same_disk: true,
  failure: null,
};

const stick: CopyPlace = {
  ...till,
  id: "stick",
  kind: "disk",
  name: "KINGSTON",
  path: null,
  full_at_ms: now - 50 * hour,
  entries_at_ms: null,
  copies: 1,
  failure: failure("disk_full"),
};

const calm: CopiesState = { places: [till], job: null, last: null, sealed: false, disks: [], recovery: null };

const recovered: Recovered = {
  at_ms: now,
  from_at_ms: now - 9 * hour,
  passed_over: 0,
  entries: 5000,
  sales: 1234,
  newest_receipt: "A-812",
  newest_at_ms: now - hour,
  missing_entries: 0,
  missing_sales: 0,
  set_aside: null,
};

const user = ready.user && {
  ...ready.user,
  permissions: [...ready.user.permissions, "edit_settings" as const],
};
const owner = { ...ready, user };

type Handlers = Parameters<typeof openWith>[0];

let stop: (() => void) | null = null;

async function openCopies(state: () => CopiesState, handlers: Handlers = {}) {
  const door = openWith({ "app.state": () => owner, "copies.state": state, ...handlers });
  stop = followEvents(door.client);
  for (const item of await screen.findAllByText("Ajustes")) fireEvent.click(item);
  fireEvent.click(await screen.findByRole("button", { name: "Copias" }));
  await screen.findByRole("list", { name: "Dónde están" });
  return door;
}

const press = (name: string) => act(async () => fireEvent.click(screen.getByRole("button", { name })));
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

beforeEach(() => {
  vi.spyOn(Date, "now").mockReturnValue(now);
});
afterEach(() => {
  stop?.();
  vi.restoreAllMocks();
});

it("says of each place how new what lies there is, and why it is not newer", async () => {
  await openCopies(() => ({ ...calm, places: [till, stick] }));
  const [own, other] = screen.getAllByRole("listitem").filter((item) => item.className.includes("cop-i"));
  expect(own?.textContent).toContain("Esta caja");
  expect(own?.textContent).toContain("22 nov 2026, 03:00 · hace 9 horas");
  expect(own?.textContent).toContain("hace 20 minutos");
  expect(own?.textContent).toContain("7 copias completas, 48 MB");
  expect(within(own as HTMLElement).queryByRole("button")).toBeNull();
  expect(other?.textContent).toContain("No está conectada");
  expect(other?.textContent).toContain("hace 2 días");
  expect(other?.textContent).toContain("Todavía nada");
  expect(other?.textContent).toContain("1 copia completa");
  expect(other?.textContent).toContain("No hay espacio en el disco. Lo vendido está guardado");
  expect(screen.queryByText("Las copias están solo en este disco")).toBeNull();
});

it("warns where no copy is outside of this disk, and takes a stick with one press", async () => {
  const disk = { name: "KINGSTON", path: "/media/KINGSTON" };
  const door = await openCopies(() => ({ ...calm, disks: [disk] }), {
    "copies.add": () => ({ ...calm, places: [till, { ...stick, path: disk.path, failure: null }] }),
  });
  expect(screen.getByText("Las copias están solo en este disco")).toBeTruthy();
  await press("Copiar también en KINGSTON");
  expect(door.of("copies.add")).toEqual([{ path: "/media/KINGSTON" }]);
  await screen.findByText("Desde ahora se copia también ahí");
  expect(screen.queryByText("Las copias están solo en este disco")).toBeNull();
});

it("adds a folder, and says under the field why not", async () => {
  const door = await openCopies(() => calm, {
    "copies.add": () => {
      throw failure("copy_same_folder");
    },
  });
  await press("Agregar");
  expect(await screen.findByText("Escribe la carpeta")).toBeTruthy();
  type("Carpeta en otro disco", " /home/elena/mostrador ");
  await press("Agregar");
  expect(await screen.findByText(/Esa carpeta está dentro de los datos de esta caja/)).toBeTruthy();
  expect(door.of("copies.add")).toEqual([{ path: "/home/elena/mostrador" }]);
});

it("says that what lies there stays before a place is removed", async () => {
  const door = await openCopies(() => ({ ...calm, places: [till, stick] }), { "copies.remove": () => calm });
  await press("Quitar KINGSTON");
  expect(await screen.findByText(/Las copias que ya están ahí se quedan ahí/)).toBeTruthy();
  expect(door.of("copies.remove")).toEqual([]);
  await press("Dejar de copiar");
  expect(door.of("copies.remove")).toEqual([{ id: "stick" }]);
  await screen.findByText("Ya no se copia en KINGSTON");
  expect(screen.queryByText("KINGSTON")).toBeNull();
});

it("follows a copy to its end", async () => {
  let state = calm;
  const job = { kind: "copy" as const, step: "reading" as const, done: 0, of: 0 };
  await openCopies(() => state, {
    "copies.make": () => {
      state = { ...calm, job };
      return state;
    },
  });
  await press("Copiar ahora");
  expect(await screen.findByText("Copiando los datos")).toBeTruthy();
  expect(screen.getByRole("progressbar").hasAttribute("aria-valuenow")).toBe(false);
  state = { ...calm, job: { ...job, step: "checking", done: 30, of: 120 } };
  await tell("copies.changed");
  expect(await screen.findByText("Comprobando la copia")).toBeTruthy();
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("25");
  state = { ...calm, last: { kind: "copy", at_ms: now, failure: null, recovered: null } };
  await tell("copies.changed");
  expect(await screen.findByText("Copia hecha y comprobada")).toBeTruthy();
  expect(screen.queryByRole("progressbar")).toBeNull();
});

it("cancels a copy, which is nothing to be alarmed about", async () => {
  const ended = { kind: "copy" as const, at_ms: now, failure: failure("copy_cancelled"), recovered: null };
  const running = { ...calm, job: { kind: "copy" as const, step: "sending" as const, done: 1, of: 2 } };
  const door = await openCopies(() => running, { "copies.cancel": () => ({ ...calm, last: ended }) });
  await press("Cancelar");
  expect(door.of("copies.cancel")).toHaveLength(1);
  expect(await screen.findByText("Se canceló")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

it("tells what a trial found, what is missing and what was passed over", async () => {
  const short = { ...recovered, passed_over: 2, missing_entries: 9, missing_sales: 3 };
  const last = (found: Recovered) => ({
    kind: "drill" as const,
    at_ms: now,
    failure: null,
    recovered: found,
  });
  let state: CopiesState = { ...calm, last: last(short) };
  const door = await openCopies(() => state, { "copies.drill": () => state });
  expect(screen.getByText("Las copias sirven, pero no traen todo")).toBeTruthy();
  for (const words of ["1,234", "A-812, 22 nov 2026, 11:00", "3 ventas", "2 copias, se usó otra"])
    expect(screen.getByText(words)).toBeTruthy();
  state = { ...calm, last: last({ ...recovered, from_at_ms: null, missing_entries: 0 }) };
  await press("Probar las copias");
  expect(door.of("copies.drill")).toEqual([{ password: null }]);
  expect(await screen.findByText("Las copias sirven y está todo")).toBeTruthy();
  expect(screen.getByText("Ninguna completa: se armó registro por registro")).toBeTruthy();
  expect(screen.getByText("Nada")).toBeTruthy();
});

it("asks for the password where the copies turn out to be closed", async () => {
  const ended = {
    kind: "drill" as const,
    at_ms: now,
    failure: failure("copy_password_needed"),
    recovered: null,
  };
  const door = await openCopies(() => ({ ...calm, last: ended }), {
    "copies.drill": ({ password }) => {
      if (password !== "abarrotes 1987") throw failure("copy_password_wrong");
      return { ...calm, last: { ...ended, failure: null, recovered } };
    },
  });
  await press("Probar las copias");
  const dialog = within(await screen.findByRole("dialog"));
  const attempt = async (password: string) => {
    type("Contraseña", password);
    await act(async () => fireEvent.click(dialog.getByRole("button", { name: "Probar las copias" })));
  };
  await attempt("otra");
  expect(await screen.findByText(/La contraseña no abre las copias/)).toBeTruthy();
  await attempt("abarrotes 1987");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByText("Las copias sirven y está todo")).toBeTruthy();
  expect(door.of("copies.drill")).toEqual([{ password: "otra" }, { password: "abarrotes 1987" }]);
});

it("closes copies with a password that was typed twice, and opens them again", async () => {
  const door = await openCopies(() => calm, {
    "copies.seal": ({ password }) => {
      if (password !== null && password.length < 8) throw failure("copy_password_short");
      return { ...calm, sealed: password !== null };
    },
  });
  await press("Poner contraseña");
  const send = async () => {
    const dialog = within(screen.getByRole("dialog"));
    await act(async () => fireEvent.click(dialog.getByRole("button", { name: /contraseña/ })));
  };
  type("Contraseña", "abarrotes");
  type("Otra vez la contraseña", "abarotes");
  await send();
  expect(await screen.findByText("Las dos contraseñas no son iguales")).toBeTruthy();
  expect(door.of("copies.seal")).toEqual([]);
  for (const password of ["corta", "abarrotes"]) {
    type("Contraseña", password);
    type("Otra vez la contraseña", password);
    await send();
    if (password === "corta") expect(await screen.findByText(/La contraseña es muy corta/)).toBeTruthy();
  }
  expect(await screen.findByText("Cerradas con contraseña")).toBeTruthy();
  await press("Quitar contraseña");
  await send();
  expect(await screen.findByText("Sin contraseña")).toBeTruthy();
  const passwords = [{ password: "corta" }, { password: "abarrotes" }, { password: null }];
  expect(door.of("copies.seal")).toEqual(passwords);
});

it("restores after a second step only, with the password, and shows that the till is closed", async () => {
  let restoring = false;
  const door = await openCopies(() => ({ ...calm, sealed: true }), {
    "app.state": () => {
      if (restoring) throw failure("restoring");
      return owner;
    },
    "copies.restore": ({ password }) => {
      if (password !== "abarrotes") throw failure("copy_password_wrong");
      restoring = true;
      return null;
    },
  });
  await press("Recuperar de las copias…");
  expect(await screen.findByText(/Se deja de vender unos minutos, hasta/)).toBeTruthy();
  const red = () => screen.getByRole<HTMLButtonElement>("button", { name: "Recuperar ahora" });
  expect(red().disabled).toBe(true);
  fireEvent.submit(red().form as HTMLFormElement);
  expect(door.of("copies.restore")).toEqual([]);
  await act(async () => fireEvent.click(screen.getByRole("switch")));
  await press("Recuperar ahora");
  expect(await screen.findByText(/La contraseña no abre las copias/)).toBeTruthy();
  type("Contraseña", "abarrotes");
  await press("Recuperar ahora");
  expect(await screen.findByText("Se están recuperando los datos")).toBeTruthy();
  expect(screen.queryByText("La Esperanza")).toBeNull();
  expect(door.of("copies.restore")).toEqual([{ password: null }, { password: "abarrotes" }]);
});

it("keeps what the last recovery found", async () => {
  const recovery = { ...recovered, missing_entries: 1, missing_sales: 1, set_aside: "/home/elena/aparte" };
  await openCopies(() => ({ ...calm, recovery }));
  expect(screen.getByText("La última recuperación, 22 nov 2026, 12:00")).toBeTruthy();
  expect(screen.getByText("1 venta")).toBeTruthy();
  expect(screen.getByText("/home/elena/aparte")).toBeTruthy();
});

it("is offered to the owner alone", async () => {
  openWith({});
  for (const item of await screen.findAllByText("Ajustes")) fireEvent.click(item);
  await screen.findByRole("button", { name: "Acerca de" });
  expect(screen.queryByRole("button", { name: "Copias" })).toBeNull();
});
