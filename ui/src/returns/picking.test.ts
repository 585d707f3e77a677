import { expect, test } from "vitest";
import type { ReturnableLine } from "../api/generated";
import { allOf, askedFor, needsNote, nothing, restocksBy, stepped } from "./picking";

const line = (part: Partial<ReturnableLine>): ReturnableLine => ({
  line: "a",
  name: "Leche",
  unit: "piece",
  sold: 3000,
  left: 2000,
  amount: 5700,
  ...part,
});

test("never more comes back than is left, nor less than nothing", () => {
  expect(stepped(line({}), 2000, 1)).toBe(2000);
  expect(stepped(line({}), 1000, 1)).toBe(2000);
  expect(stepped(line({}), 0, -1)).toBe(0);
});

test("what was weighed comes back whole or not", () => {
  const ham = line({ unit: "kg", left: 725 });
  expect(stepped(ham, 0, 1)).toBe(725);
  expect(stepped(ham, 725, -1)).toBe(0);
});

test("all of it is all that is left, and only what was chosen is asked for", () => {
  const picks = allOf([line({}), line({ line: "b", left: 0 })], {});
  expect(askedFor(picks, " ")).toEqual([{ line: "a", ...nothing, quantity: 2000, note: null }]);
});

test("another reason wants words, and what is broken does not go back on the shelf", () => {
  expect(needsNote({ a: { ...nothing, quantity: 1000, reason: "other" } })).toBe(true);
  expect(needsNote({ a: { ...nothing, reason: "other" } })).toBe(false);
  expect([restocksBy("damaged"), restocksBy("wrong_product")]).toEqual([false, true]);
});
