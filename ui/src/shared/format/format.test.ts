import { describe, expect, it } from "vitest";
import type { Currency } from "../../api/generated";
import { formatAgo, formatTime, moveDay, moveMonth, weeksOf } from "./dates";
import {
  formatMoney,
  formatRate,
  formatShort,
  formatUnitPrice,
  moneyParts,
  parseMoney,
  parseRate,
  parseUnitPrice,
} from "./money";
import { formatQuantity, keepUnits, parseQuantity, splitPrefix } from "./quantity";

const base = { denominations: [] };
const mx: Currency = {
  ...base,
  code: "MXN",
  symbol: "$",
  decimals: 2,
  decimal_mark: ".",
  group_mark: ",",
  symbol_first: true,
  symbol_space: false,
};
const co: Currency = {
  ...base,
  code: "COP",
  symbol: "$",
  decimals: 0,
  decimal_mark: ",",
  group_mark: ".",
  symbol_first: true,
  symbol_space: true,
};
const es: Currency = {
  ...base,
  code: "EUR",
  symbol: "€",
  decimals: 2,
  decimal_mark: ",",
  group_mark: ".",
  symbol_first: false,
  symbol_space: true,
};

describe("money", () => {
  it("writes amounts as each country does", () => {
    expect(formatMoney(123450, mx)).toBe("$1,234.50");
    expect(formatMoney(-5, mx)).toBe("\u2212$0.05");
    expect(formatMoney(1234, co)).toBe("$\u00a01.234");
    expect(formatMoney(123450, es)).toBe("1.234,50\u00a0€");
    expect(formatShort(100000, mx)).toBe("$1,000");
    expect(formatShort(11850, mx)).toBe("$118.50");
  });

  it("keeps the extra decimals of a unit price, and only those", () => {
    expect(formatUnitPrice(200000, mx)).toBe("$20.00");
    expect(formatUnitPrice(12345, mx)).toBe("$1.2345");
    expect(formatUnitPrice(58000000, co)).toBe("$\u00a05.800");
  });

  it("reads what people type, point or comma", () => {
    expect(parseMoney("1,234.5", mx)).toBe(123450);
    expect(parseMoney("12,5", mx)).toBe(1250);
    expect(parseMoney("12.5", es)).toBe(1250);
    expect(parseMoney("1.234,50", es)).toBe(123450);
    expect(parseMoney("58.400", co)).toBe(58400);
    expect(parseMoney("0.001", mx)).toBeNull();
    expect(parseMoney("", mx)).toBeNull();
    expect(parseMoney(".", mx)).toBeNull();
    expect(parseMoney("abc", mx)).toBeNull();
    expect(parseMoney("1.2.3", mx)).toBeNull();
    expect(parseUnitPrice("19.9", mx)).toBe(199000);
  });

  it("splits a figure for the big display", () => {
    expect(moneyParts(31850, mx)).toEqual({ sign: "", before: "$", whole: "318", cents: ".50", after: "" });
  });

  it("handles percentages as millionths", () => {
    expect(parseRate("10")).toBe(100000);
    expect(parseRate("12,5 %")).toBe(125000);
    expect(formatRate(160000, mx, "es")).toBe("16\u00a0%");
    expect(formatRate(125000, mx, "en")).toBe("12.5%");
  });
});

describe("quantities", () => {
  it("shows thousandths only when there are some", () => {
    expect(formatQuantity(3000, mx)).toBe("3");
    expect(formatQuantity(725, mx)).toBe("0.725");
    expect(formatQuantity(1500, es)).toBe("1,500");
    expect(parseQuantity("0,725")).toBe(725);
    expect(parseQuantity("1.2345")).toBeNull();
  });

  it("takes the quantity in front of the star", () => {
    expect(splitPrefix("3*")).toEqual({ quantity: 3000, rest: "" });
    expect(splitPrefix("0.725*jitomate")).toEqual({ quantity: 725, rest: "jitomate" });
    expect(splitPrefix("3 * 7501055300099")).toEqual({ quantity: 3000, rest: "7501055300099" });
    expect(splitPrefix("leche 3")).toEqual({ quantity: null, rest: "leche 3" });
    expect(splitPrefix("0*leche").quantity).toBeNull();
  });
});

it("keeps a number with its unit", () => {
  expect(keepUnits("Takis Fuego 56 g")).toBe("Takis Fuego 56\u00a0g");
  expect(keepUnits("Agua 1.5 L")).toBe("Agua 1.5\u00a0L");
  expect(keepUnits("Pack 3 galletas")).toBe("Pack 3 galletas");
});

describe("dates", () => {
  it("uses the shop's clock", () => {
    const ms = Date.parse("2026-11-15T03:30:00Z");
    expect(formatTime(ms, "es", "America/Mexico_City")).toBe("21:30");
    expect(formatTime(ms, "es", "Nowhere/None")).toMatch(/^\d\d:30$/);
    expect(moveDay("2026-03-01", -1)).toBe("2026-02-28");
  });

  it("says how long ago something was", () => {
    const now = Date.parse("2026-11-22T12:00:00Z");
    const ago = (ms: number, language = "es") => formatAgo(now - ms, now, language);
    expect(ago(59_000)).toBe("ahora");
    expect(ago(60_000)).toBe("hace 1 minuto");
    expect(ago(3 * 3_600_000)).toBe("hace 3 horas");
    expect(ago(47 * 3_600_000)).toBe("hace 1 día");
    expect(ago(8 * 86_400_000, "en")).toBe("8 days ago");
    // A clock that was put back makes nothing of the future.
    expect(ago(-3_600_000)).toBe("ahora");
  });

  it("lays out months in weeks from Monday", () => {
    const weeks = weeksOf("2026-11-14");
    expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
    expect(weeks.at(-1)?.[0]).toBe("2026-11-30");
    expect(moveMonth("2026-12-31", 1).slice(0, 7)).toBe("2027-01");
  });
});
