import { fireEvent, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { expect, it } from "vitest";
import type { Health, HealthItem } from "../api/generated";
import { failure, openPart } from "../test/door";
import { HealthSection } from "./HealthSection";

const item = (part: Pick<HealthItem, "name" | "group" | "value"> & Partial<HealthItem>): HealthItem => ({
  verdict: "good",
  details: [],
  ...part,
});

const health: Health = {
  at_ms: 1_764_000_000_000,
  items: [
    item({
      name: "journal",
      group: "sales",
      value: { kind: "count", of: 12_345 },
      details: [
        { name: "series", value: { kind: "text", of: "A" } },
        { name: "sequence", value: { kind: "count", of: 900 } },
      ],
    }),
    item({ name: "copies", group: "copies", verdict: "bad", value: { kind: "word", of: "never" } }),
    item({
      name: "disk_room",
      group: "machine",
      verdict: "look",
      value: { kind: "bytes", of: 700 * 2 ** 20 },
    }),
    item({ name: "database", group: "machine", value: { kind: "bytes", of: 3 * 2 ** 29 } }),
    item({ name: "clock", group: "machine", value: { kind: "instant", of: 1_764_000_000_000 } }),
    item({ name: "disk", group: "machine", verdict: "bad", value: { kind: "word", of: "network" } }),
    item({ name: "uptime", group: "versions", value: { kind: "seconds", of: 7260 } }),
  ],
};

const row = async (title: string) => (await screen.findByText(title)).closest("li") as HTMLElement;
const exporting = () => fireEvent.click(screen.getByRole("button", { name: "Exportar diagnóstico" }));

it("shows each item with its value, in its group, and says what to do where something is not good", async () => {
  const { container } = openPart(<HealthSection />, { "health.get": () => health });
  const shown = async (title: string) =>
    within(await row(title))
      .getAllByText(/./)
      .map((part) => part.textContent);
  expect(await shown("Libro de ventas")).toEqual(expect.arrayContaining(["12,345", "Bien", "Serie", "A"]));
  expect(await shown("Última copia")).toEqual(
    expect.arrayContaining(["Nunca", "Mal", "No hay una copia reciente. Haz una copia en otro disco."]),
  );
  expect(await shown("Espacio libre")).toEqual(expect.arrayContaining(["700 MB", "Conviene mirar"]));
  expect(await shown("Disco")).toEqual(expect.arrayContaining(["De otro equipo", "Mal"]));
  expect(await shown("Tamaño de los datos")).toEqual(["Tamaño de los datos", "1.5 GB", "Bien"]);
  expect(await shown("Reloj de este equipo")).toEqual(
    expect.arrayContaining([expect.stringContaining("2025")]),
  );
  expect(await shown("Encendido desde hace")).toEqual(expect.arrayContaining(["121 min"]));
  const groups = [...container.querySelectorAll("h3")].map(
    (title) => title.nextElementSibling?.children.length,
  );
  expect(groups).toEqual([1, 1, 4, 1]);
  const faults = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(faults.violations.map((fault) => fault.id)).toEqual([]);
});

it("says where the diagnostics went, and why they did not", async () => {
  let full = false;
  openPart(<HealthSection />, {
    "health.get": () => health,
    "health.export": () => {
      if (full) throw failure("disk_full");
      return { path: "/home/inés/Descargas/mostrador.zip" };
    },
  });
  await row("Disco");
  exporting();
  expect(await screen.findByText("/home/inés/Descargas/mostrador.zip")).toBeDefined();
  full = true;
  exporting();
  expect(await screen.findByText(/No hay espacio en el disco/)).toBeDefined();
});

it("says why nothing can be shown", async () => {
  openPart(<HealthSection />, {
    "health.get": () => {
      throw failure("database_damaged");
    },
  });
  expect(await screen.findByText(/datos dañados/)).toBeDefined();
});
