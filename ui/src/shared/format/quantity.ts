import type { Currency, Quantity } from "../../api/generated";
import { digitsOf, grouped, toInteger, trimmed } from "./decimal";

export const one: Quantity = 1000;

export function formatQuantity(value: Quantity, currency: Currency): string {
  const { negative, whole, cents } = digitsOf(value, 3);
  const part = trimmed(cents, 0);
  const fixed = part === "" ? "" : currency.decimal_mark + cents;
  return `${negative ? "\u2212" : ""}${grouped(whole, currency.group_mark)}${fixed}`;
}

export function quantityText(value: Quantity, currency: Currency): string {
  const { whole, cents } = digitsOf(value, 3);
  const part = trimmed(cents, 0);
  return part === "" ? whole : `${whole}${currency.decimal_mark}${part}`;
}

/** Quantities are never grouped when typed: 0,725 and 0.725 are the same. */
export function parseQuantity(text: string): Quantity | null {
  return toInteger(text.trim().replace(",", "."), 3);
}

export type Prefixed = { quantity: Quantity | null; rest: string };

/** `3*`, `0.725*`, `3*leche`: how many, and what was typed after it. */
export function splitPrefix(text: string): Prefixed {
  const match = /^\s*(\d+(?:[.,]\d{1,3})?|[.,]\d{1,3})\s*[*\u00d7]\s*(.*)$/.exec(text);
  if (!match) return { quantity: null, rest: text.trim() };
  const quantity = parseQuantity(match[1] ?? "");
  return { quantity: quantity === 0 ? null : quantity, rest: (match[2] ?? "").trim() };
}

/** A number and its unit never part: "56 g" stays on one line. */
export function keepUnits(name: string): string {
  return name.replace(/(\d) (?=(?:m?l|k?g|pzas?|rollos?|cm|m)\b)/gi, "$1\u00a0");
}

/** Plural rules of millions are not the screen's: "1,000,000 productos" is as "2 productos". */
export function counted(count: number, text: (thousandths: number) => string) {
  return { count: Math.min(count, 999), replace: { count: text(count * 1000) } };
}
