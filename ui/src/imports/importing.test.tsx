import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { ImportPreview, ImportState, PreviewImport } from "../api/generated";
import { choose, failure, openWith, ready } from "../test/door";

const idle: ImportState = { phase: "idle", done: 0, of: 0, left_out: 0, error: null };

function previewOf({ mapping }: PreviewImport): ImportPreview {
  const guess = {
    delimiter: "comma" as const,
    header: 0,
    columns: [{ field: null, decimal_mark: "point" as const }],
  };
  const used = mapping ?? guess;
  const named = used.columns[0]?.field === "name";
  return {
    encoding: "utf8",
    mapping: used,
    columns: [{ header: "Artículo", samples: ["Leche"] }],
    first_rows: [],
    row_count: 3,
    good_count: named ? 2 : 0,
    first_errors: [{ line: 4, column: 0, code: "name_too_long", value: "Mmm", first_line: null }],
    error_counts: named ? { name_too_long: 1 } : { name_required: 3 },
    warning_counts: {},
  };
}

async function toPreview(door: ReturnType<typeof openWith>) {
  for (const item of await screen.findAllByText("Productos")) fireEvent.click(item);
  fireEvent.click(await screen.findByText("Importar"));
  const field = document.querySelector("input[type=file]") as HTMLInputElement;
  fireEvent.change(field, { target: { files: [new File(["Artículo\nLeche\n"], "lista.csv")] } });
  await waitFor(() => expect(door.of("imports.preview")).toHaveLength(1));
}

const listing = { "products.list": () => ({ rows: [], next: null, total: 0 }) };

it("starts only when a column is the name, and follows the import to its end", async () => {
  let state: ImportState = idle;
  const door = openWith({
    ...listing,
    "imports.preview": previewOf,
    "imports.state": () => state,
    "imports.start": () => {
      state = { ...idle, left_out: 1 };
      return { ...idle, phase: "reading", done: 1 };
    },
  });
  await toPreview(door);
  expect(await screen.findByText(/Falta decir qué columna es el nombre/)).toBeTruthy();
  const start = () => screen.getByText(/^Importar \d/).closest("button") as HTMLButtonElement;
  expect(start().disabled).toBe(true);

  await choose("Qué es Artículo", "Nombre");
  await screen.findByText("2 productos entran");
  expect(screen.getByText("1 fila se queda fuera")).toBeTruthy();
  fireEvent.click(screen.getByText("Lo que queda fuera"));
  expect(await screen.findByText("Mmm")).toBeTruthy();

  await act(async () => fireEvent.click(start()));
  expect(await screen.findByText("1 fila leída")).toBeTruthy();
  expect(await screen.findByText("Se importaron 2 productos.", {}, { timeout: 2000 })).toBeTruthy();
  expect(screen.getByText("1 fila se quedó fuera.")).toBeTruthy();
});

it("says why a file cannot be read", async () => {
  const door = openWith({
    ...listing,
    "imports.preview": () => {
      throw failure("file_not_text");
    },
  });
  await toPreview(door);
  expect(await screen.findByText("El archivo no es una tabla de texto")).toBeTruthy();
});

it("offers no import to whom products are only to look at", async () => {
  const user = ready.user && { ...ready.user, permissions: ["sell" as const, "view_products" as const] };
  const door = openWith({ ...listing, "app.state": () => ({ ...ready, user }) });
  for (const item of await screen.findAllByText("Productos")) fireEvent.click(item);
  await screen.findByText("Todavía no hay productos");
  expect(screen.queryByText("Importar")).toBeNull();
  expect(door.of("imports.state")).toHaveLength(0);
});

it("tells of an older copy of the data until it is closed", async () => {
  openWith({ "app.state": () => ({ ...ready, notices: [{ code: "epoch_rewound", params: {} }] }) });
  const title = await screen.findByText("Se abrió una copia anterior de los datos");
  const bar = title.closest(".notice") as HTMLElement;
  fireEvent.click(bar.querySelector("button") as HTMLButtonElement);
  expect(screen.queryByText("Se abrió una copia anterior de los datos")).toBeNull();
});

it("names the row of the journal that is not as it was written", async () => {
  openWith({
    "app.state": () => ({ ...ready, notices: [{ code: "journal_damaged", params: { row: "812" } }] }),
  });
  await screen.findByText("Algo guardado no está como se escribió");
  expect(screen.getByText(/fila 812 del registro/)).toBeTruthy();
});

it("says what is safe when the data cannot be opened, and tries again", async () => {
  let opened = false;
  openWith({
    "app.state": () => {
      if (opened) return ready;
      throw failure("already_open");
    },
  });
  expect(await screen.findByText(/Los datos están a salvo/)).toBeTruthy();
  opened = true;
  fireEvent.click(screen.getByText("Reintentar"));
  expect(await screen.findByText("La Esperanza")).toBeTruthy();
});
