import type {
  DecimalMark,
  Delimiter,
  ImportColumnMapping,
  ImportField,
  ImportMapping,
  ImportPreview,
  RowErrorCode,
} from "../api/generated";

export const fields: ImportField[] = [
  "name",
  "barcode",
  "price",
  "cost",
  "sku",
  "tax",
  "unit",
  "category",
  "stock",
];
export const delimiters: Delimiter[] = ["comma", "semicolon", "tab", "pipe"];

const numbers: (ImportField | null)[] = ["price", "cost", "stock"];

export function isNumber(field: ImportField | null): boolean {
  return numbers.includes(field);
}

function withColumn(
  mapping: ImportMapping,
  index: number,
  change: (column: ImportColumnMapping) => ImportColumnMapping,
): ImportMapping {
  return {
    ...mapping,
    columns: mapping.columns.map((column, at) => (at === index ? change(column) : column)),
  };
}

/** A meaning has one column: whichever had it before means nothing now. */
export function setField(mapping: ImportMapping, index: number, field: ImportField | null): ImportMapping {
  const freed = mapping.columns.map((column) =>
    field !== null && column.field === field ? { ...column, field: null } : column,
  );
  return withColumn({ ...mapping, columns: freed }, index, (column) => ({ ...column, field }));
}

export function setMark(mapping: ImportMapping, index: number, decimal_mark: DecimalMark): ImportMapping {
  return withColumn(mapping, index, (column) => ({ ...column, decimal_mark }));
}

export function setHeader(mapping: ImportMapping, header: number | null): ImportMapping {
  return { ...mapping, header };
}

const mostColumns = 256;

/** Cut elsewhere, a row has other columns, as many as nobody knows yet: ask for all that there can be. */
export function cutAgain(mapping: ImportMapping, delimiter: Delimiter): ImportMapping {
  const decimal_mark = mapping.columns[0]?.decimal_mark ?? "point";
  const columns = Array.from({ length: mostColumns }, () => ({ field: null, decimal_mark }));
  return { ...mapping, delimiter, columns };
}

/** The columns up to the last that has a title or a value. */
export function usedColumns({ mapping, columns }: ImportPreview): ImportMapping {
  const last = columns.findLastIndex((column) => column.header !== "" || column.samples.length > 0);
  return { ...mapping, columns: mapping.columns.slice(0, Math.max(last + 1, 1)) };
}

export function hasName(mapping: ImportMapping): boolean {
  return mapping.columns.some((column) => column.field === "name");
}

/** Of two columns with the same meaning the first counts. */
export function counts(mapping: ImportMapping, index: number): boolean {
  const field = mapping.columns[index]?.field ?? null;
  return field !== null && mapping.columns.findIndex((column) => column.field === field) === index;
}

export type Count = { code: RowErrorCode; count: number };

/** The most frequent first; alike ones by name, so that their order does not jump. */
export function sorted(of: ImportPreview["error_counts"]): Count[] {
  const entries = Object.entries(of) as [RowErrorCode, number][];
  return entries
    .map(([code, count]) => ({ code, count }))
    .sort((one, other) => other.count - one.count || one.code.localeCompare(other.code));
}

export function leftOut(preview: ImportPreview): number {
  return preview.row_count - preview.good_count;
}
