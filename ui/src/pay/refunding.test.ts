import { expect, test } from "vitest";
import { settlement } from "../test/door";
import { tendersOf } from "./Refunding";

const base = settlement({
  total: -7033,
  due: -7033,
  give_back: [
    { method: "card", amount: -2000 },
    { method: "cash", amount: -5030 },
  ],
});
const inCash = settlement({ total: -7033, due: -7030 });

test("money goes back as it came, or all by one method; cash is what coins can pay", () => {
  const parts = (way: Parameters<typeof tendersOf>[0]) =>
    tendersOf(way, base, inCash).map(({ method, amount }) => [method, amount]);
  expect(parts("as_paid")).toEqual([
    ["card", -2000],
    ["cash", -5030],
  ]);
  expect(parts("cash")).toEqual([["cash", -7030]]);
  expect(parts("transfer")).toEqual([["transfer", -7033]]);
});

test("less than the smallest coin is given back as nothing, in cash", () => {
  const small = settlement({ total: -12, due: -12, give_back: [{ method: "cash", amount: 0 }] });
  const tenders = tendersOf("as_paid", small, settlement({ total: -12, due: 0 }));
  expect(tenders).toEqual([{ method: "cash", amount: 0 }]);
});
