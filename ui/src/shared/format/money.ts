import type { Currency, Money, Rate, UnitPrice } from "../../api/generated";
import { digitsOf, grouped, toInteger, trimmed } from "./decimal";

const nbsp = "\u00a0";
const minus = "\u2212";
const priceDecimals = 4;

export type MoneyParts = { sign: string; before: string; whole: string; cents: string; after: string };

function affixes(currency: Currency): { before: string; after: string } {
  const space = currency.symbol_space ? nbsp : "";
  return currency.symbol_first
    ? { before: currency.symbol + space, after: "" }
    : { before: "", after: space + currency.symbol };
}

/** The pieces of a figure, so that its cents can be set smaller. */
export function moneyParts(value: Money, currency: Currency): MoneyParts {
  const { negative, whole, cents } = digitsOf(value, currency.decimals);
  return {
    sign: negative ? minus : "",
    whole: grouped(whole, currency.group_mark),
    cents: cents === "" ? "" : currency.decimal_mark + cents,
    ...affixes(currency),
  };
}

export function formatMoney(value: Money, currency: Currency): string {
  const { sign, before, whole, cents, after } = moneyParts(value, currency);
  return `${sign}${before}${whole}${cents}${after}`;
}

/** Whole amounts without ".00": quick cash and the notes to hand back. */
export function formatShort(value: Money, currency: Currency): string {
  const parts = moneyParts(value, currency);
  const cents = /[1-9]/.test(parts.cents) ? parts.cents : "";
  return `${parts.sign}${parts.before}${parts.whole}${cents}${parts.after}`;
}

export function formatUnitPrice(value: UnitPrice, currency: Currency): string {
  const { negative, whole, cents } = digitsOf(value, priceDecimals);
  const part = trimmed(cents, currency.decimals);
  const { before, after } = affixes(currency);
  const digits = grouped(whole, currency.group_mark) + (part === "" ? "" : currency.decimal_mark + part);
  return `${negative ? minus : ""}${before}${digits}${after}`;
}

/** The figure alone, as one types it into a field. */
export function moneyText(value: Money, currency: Currency): string {
  const { whole, cents } = digitsOf(value, currency.decimals);
  return cents === "" ? whole : `${whole}${currency.decimal_mark}${cents}`;
}

export function unitPriceText(value: UnitPrice, currency: Currency): string {
  const { whole, cents } = digitsOf(value, priceDecimals);
  const part = trimmed(cents, currency.decimals);
  return part === "" ? whole : `${whole}${currency.decimal_mark}${part}`;
}

/** Point or comma: the country's own mark is decimal, the other one groups when three digits follow. */
function plainNumber(text: string, currency: Currency, decimals: number): string | null {
  const clean = text.replace(/\s/g, "").replace(currency.symbol, "");
  const other = currency.decimal_mark === "," ? "." : ",";
  const groups = new RegExp(`\\${other}(?=\\d{3}(\\D|$))`, "g");
  const plain = clean.replace(groups, "").replace(/,/g, ".");
  if (decimals === 0) return plain.replace(/\.(?=\d{3}(\D|$))/g, "");
  return (plain.match(/\./g) ?? []).length > 1 ? null : plain;
}

export function parseMoney(text: string, currency: Currency): Money | null {
  const plain = plainNumber(text, currency, currency.decimals);
  return plain === null ? null : toInteger(plain, currency.decimals);
}

export function parseUnitPrice(text: string, currency: Currency): UnitPrice | null {
  const plain = plainNumber(text, currency, currency.decimals);
  return plain === null ? null : toInteger(plain, priceDecimals);
}

export function formatRate(rate: Rate, currency: Currency, language: string): string {
  const { whole, cents } = digitsOf(rate, 4);
  const part = trimmed(cents, 0);
  const digits = part === "" ? whole : `${whole}${currency.decimal_mark}${part}`;
  return language === "en" ? `${digits}%` : `${digits}${nbsp}%`;
}

/** "12.5" percent is 125000 millionths. */
export function parseRate(text: string): Rate | null {
  return toInteger(text.replace(/[\s%]/g, "").replace(",", "."), 4);
}
