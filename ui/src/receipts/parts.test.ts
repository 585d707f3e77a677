import { expect, test } from "vitest";
import { partsOf } from "./parts";

test("change is taken off the cash, whichever note it was given from", () => {
  const transfer = { method: "transfer" as const, amount: 4000, reference: "" };
  const cash = (amount: number) => ({ method: "cash" as const, amount });
  expect(partsOf({ tenders: [cash(50000)], change: 18150 })).toEqual([cash(31850)]);
  expect(partsOf({ tenders: [cash(2000), transfer, cash(5000)], change: 2500 })).toEqual([
    transfer,
    cash(4500),
  ]);
  expect(partsOf({ tenders: [transfer], change: 0 })).toEqual([transfer]);
});
