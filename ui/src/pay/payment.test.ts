import { expect, it } from "vitest";
import type { Currency, Settlement } from "../api/generated";
import { amountOf, newDraft, proposed, tenderOf, textOf, typed } from "./payment";

const mx: Currency = {
  code: "MXN",
  symbol: "$",
  decimals: 2,
  decimal_mark: ".",
  group_mark: ",",
  symbol_first: true,
  symbol_space: false,
  denominations: [],
};
const base: Settlement = {
  total: 31849,
  paid: 0,
  rounding: 0,
  due: 31849,
  change: 0,
  hand_back: [],
  quick_cash: [31850, 32000],
  give_back: [],
  refusal: null,
  to_allow: null,
};

it("proposes the exact amount: in cash what coins can pay, by card to the cent", () => {
  expect(proposed("cash", base)).toBe(31850);
  expect(proposed("card", base)).toBe(31849);
  expect(textOf(newDraft("cash"), base, mx)).toBe("318.50");
});

it("knows what was typed from what was proposed", () => {
  const draft = newDraft("cash");
  expect(typed(draft, "318.50", base, mx).text).toBeNull();
  const more = typed(draft, "500", base, mx);
  expect(amountOf(more, base, mx)).toBe(50000);
  expect(tenderOf(more, 50000)).toEqual({ method: "cash", amount: 50000 });
});

it("makes no tender out of nothing", () => {
  expect(tenderOf(newDraft("cash"), 0)).toBeNull();
  expect(tenderOf(newDraft("cash"), amountOf({ ...newDraft("cash"), text: "" }, base, mx))).toBeNull();
});

it("keeps of a card only what may be kept", () => {
  const card = { reference: "r1", brand: "Visa", last_four: "4821", authorisation: "083412" };
  expect(tenderOf({ ...newDraft("card"), card }, 20000)).toEqual({ method: "card", amount: 20000, ...card });
});
