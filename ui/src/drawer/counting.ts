import type { Currency, Denomination, Money, Pieces } from "../api/generated";
import { parseMoney } from "../shared/format/money";

/** What is typed beside each note and coin, by its value; and an amount that was not sorted. */
export type Typed = { pieces: Record<number, string>; loose: string };

export const nothingTyped: Typed = { pieces: {}, loose: "" };

const most = 100_000;

/** Null: it is no number of pieces. Nothing typed is none. */
export function piecesOf(text: string): number | null {
  if (text.trim() === "") return 0;
  if (!/^\d+$/.test(text.trim())) return null;
  const pieces = Number(text);
  return pieces <= most ? pieces : null;
}

export type Counted = { pieces: Pieces[]; loose: Money; total: Money };

/** Null while something typed is no number. */
export function countedOf(typed: Typed, currency: Currency): Counted | null {
  const loose = typed.loose.trim() === "" ? 0 : parseMoney(typed.loose, currency);
  const pieces = currency.denominations.map(({ value }) => ({
    value,
    pieces: piecesOf(typed.pieces[value] ?? ""),
  }));
  if (loose === null || pieces.some((it) => it.pieces === null)) return null;
  const known = pieces.filter((it): it is Pieces => (it.pieces ?? 0) > 0);
  const total = known.reduce((sum, it) => sum + it.value * it.pieces, loose);
  return { pieces: known, loose, total };
}

/** Notes at the left, coins at the right. */
export function columnsOf(currency: Currency): { notes: Denomination[]; coins: Denomination[] } {
  const of = (kind: Denomination["kind"]) => currency.denominations.filter((it) => it.kind === kind);
  return { notes: of("note"), coins: of("coin") };
}
