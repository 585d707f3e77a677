import { expect, it } from "vitest";
import type { ImportMapping, ImportPreview, ImportState } from "../api/generated";
import { counted } from "../shared/format/quantity";
import {
  counts,
  cutAgain,
  hasName,
  leftOut,
  setField,
  setHeader,
  setMark,
  sorted,
  usedColumns,
} from "./mapping";
import { begun, heard, noRun, percent, shown } from "./progress";

const mapping: ImportMapping = {
  delimiter: "semicolon",
  header: 0,
  columns: [
    { field: "barcode", decimal_mark: "comma" },
    { field: "name", decimal_mark: "comma" },
    { field: null, decimal_mark: "comma" },
  ],
};

const preview: ImportPreview = {
  encoding: "utf8",
  mapping,
  columns: [
    { header: "EAN", samples: ["1"] },
    { header: "Artículo", samples: [] },
    { header: "", samples: [] },
  ],
  first_rows: [],
  row_count: 10,
  good_count: 7,
  first_errors: [],
  error_counts: { sku_invalid: 1, name_required: 1, price_invalid: 2 },
  warning_counts: {},
};

const fieldsOf = (edited: ImportMapping) => edited.columns.map((column) => column.field);

it("moves a meaning from one column to another", () => {
  expect(fieldsOf(setField(mapping, 2, "name"))).toEqual(["barcode", null, "name"]);
  expect(hasName(setField(mapping, 1, null))).toBe(false);
  expect(fieldsOf(mapping)).toEqual(["barcode", "name", null]);
});

it("ignores several columns at once", () => {
  expect(fieldsOf(setField(setField(mapping, 0, null), 1, null))).toEqual([null, null, null]);
});

it("changes one column's decimal mark, and the header", () => {
  const marks = setMark(mapping, 2, "point").columns.map((column) => column.decimal_mark);
  expect(marks).toEqual(["comma", "comma", "point"]);
  expect(setHeader(mapping, null)).toEqual({ ...mapping, header: null });
});

it("asks for all columns when the rows are cut elsewhere, and keeps those that have something", () => {
  const wide = cutAgain(mapping, "comma");
  expect(wide).toMatchObject({ delimiter: "comma", header: 0 });
  expect(wide.columns).toHaveLength(256);
  expect(fieldsOf(usedColumns(preview))).toEqual(["barcode", "name"]);
});

it("counts the first of two columns with one meaning", () => {
  const twice = {
    ...mapping,
    columns: [...mapping.columns, { field: "name", decimal_mark: "point" } as const],
  };
  expect([0, 1, 2, 3].map((index) => counts(twice, index))).toEqual([true, true, false, false]);
});

it("counts what stays out, the most frequent reason first", () => {
  expect(leftOut(preview)).toBe(3);
  expect(sorted(preview.error_counts).map(({ code }) => code)).toEqual([
    "price_invalid",
    "name_required",
    "sku_invalid",
  ]);
  expect(counted(1_000_000, (value) => `${value / 1000}`)).toEqual({
    count: 999,
    replace: { count: "1000000" },
  });
});

const at = (phase: ImportState["phase"], part: Partial<ImportState> = {}): ImportState => ({
  phase,
  done: 0,
  of: 0,
  left_out: 0,
  error: null,
  ...part,
});

it("follows an import to its end", () => {
  let run = begun(1200, at("reading"));
  run = heard(run, at("reading", { done: 600 }));
  expect([shown(run), run.total]).toEqual(["reading", 1200]);
  run = heard(run, at("arriving", { done: 597, of: 1194 }));
  expect([shown(run), run.total, run.state && percent(run.state)]).toEqual(["arriving", 1194, 50]);
  run = heard(run, at("idle", { left_out: 6 }));
  expect([shown(run), run.total]).toEqual(["done", 1194]);
  expect(shown(heard(run, at("idle")))).toBe("done");
  expect(shown({ ...run, closed: true })).toBe(null);
  expect(heard({ ...run, closed: true }, at("reading"))).toMatchObject({
    closed: false,
    ended: false,
    total: 0,
  });
});

it("says nothing of an import that ended before, unless it failed", () => {
  expect(shown(heard(noRun, at("idle")))).toBe(null);
  expect(shown(heard(noRun, at("failed", { error: "disk_full" })))).toBe("failed");
  expect(shown(heard(noRun, at("failed", { error: "import_cancelled" })))).toBe(null);
  const stopped = heard(begun(5, at("reading")), at("failed", { error: "import_cancelled" }));
  expect(shown(stopped)).toBe("failed");
});

it("is never at its end before it is", () => {
  expect(percent(at("arriving", { done: 999, of: 1000 }))).toBe(99);
  expect(percent(at("arriving", { done: 5, of: 0 }))).toBe(0);
});
