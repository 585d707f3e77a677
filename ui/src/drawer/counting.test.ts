import { expect, it } from "vitest";
import type { Currency } from "../api/generated";
import { ready } from "../test/door";
import { columnsOf, countedOf, nothingTyped, piecesOf } from "./counting";

const currency: Currency = {
  ...ready.shop.currency,
  denominations: [
    { value: 50_000, kind: "note" },
    { value: 2000, kind: "note" },
    { value: 1000, kind: "coin" },
    { value: 50, kind: "coin" },
  ],
};

it("sums notes, coins and what was not sorted", () => {
  const typed = { pieces: { 50000: "3", 1000: "12", 50: "" }, loose: "4.50" };
  const counted = countedOf(typed, currency);
  expect(counted?.total).toBe(162_450);
  expect(counted?.pieces).toEqual([
    { value: 50_000, pieces: 3 },
    { value: 1000, pieces: 12 },
  ]);
});

it("takes nothing typed for an empty drawer, and what is no number for nothing at all", () => {
  expect(countedOf(nothingTyped, currency)?.total).toBe(0);
  for (const bad of ["-1", "1.5", "x", "100001"]) {
    expect(piecesOf(bad), bad).toBeNull();
    expect(countedOf({ ...nothingTyped, pieces: { 50000: bad } }, currency), bad).toBeNull();
  }
  expect(countedOf({ ...nothingTyped, loose: "abc" }, currency)).toBeNull();
});

it("puts notes and coins each in their column, the largest first", () => {
  const { notes, coins } = columnsOf(currency);
  expect(notes[0]?.value).toBeGreaterThan(notes.at(-1)?.value ?? 0);
  expect(notes.every((it) => it.kind === "note") && coins.every((it) => it.kind === "coin")).toBe(true);
  expect(notes.length + coins.length).toBe(currency.denominations.length);
});
