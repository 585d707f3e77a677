import type { Cart, Currency, Money, Settlement, Tender } from "../api/generated";
import { moneyText, parseMoney } from "../shared/format/money";

/** How it was paid; what was left for an order nobody chooses: it is there. */
export type Paid = Tender["method"];
export type Method = Exclude<Paid, "deposit">;
export const methods: Method[] = ["cash", "card", "transfer"];

/** On account only for somebody who has a name. */
export function methodsOf(cart: Cart): Method[] {
  if (!cart.customer) return [...methods, "value"];
  const spends = (cart.customer.points?.worth ?? 0) > 0;
  return [...methods, "account", "value", ...(spends ? (["points"] as const) : [])];
}

/** All that was left for the order that a ticket takes up. */
export function depositOf(cart: Cart): Tender[] {
  const held = cart.order?.held ?? 0;
  return held > 0 ? [{ method: "deposit", amount: held }] : [];
}

export type CardFields = { reference: string; brand: string; last_four: string; authorisation: string };
export const noCard: CardFields = { reference: "", brand: "", last_four: "", authorisation: "" };

/** The payment being typed. `text` is null while it is still the amount that was proposed. */
export type Draft = {
  method: Method;
  text: string | null;
  card: CardFields;
  reference: string;
  most?: Money | undefined;
};
/** `most` is what can be paid so at all. */
export const newDraft = (method: Method, most?: Money): Draft => ({
  method,
  text: null,
  card: noCard,
  reference: "",
  most,
});

/** What is proposed: everything that is still due; in cash, what cash can pay. */
export function proposed(method: Method, base: Settlement, most = Number.POSITIVE_INFINITY): Money {
  return method === "cash" ? (base.quick_cash[0] ?? base.due) : Math.min(base.due, most);
}

export function amountOf(draft: Draft, base: Settlement, currency: Currency): Money | null {
  return draft.text === null ? proposed(draft.method, base, draft.most) : parseMoney(draft.text, currency);
}

export function textOf(draft: Draft, base: Settlement, currency: Currency): string {
  return draft.text ?? moneyText(proposed(draft.method, base, draft.most), currency);
}

/** Typing what was proposed is the same as leaving it. Before the first quote nothing is proposed, and what is typed stands. */
export function typed(draft: Draft, text: string, base: Settlement | undefined, currency: Currency): Draft {
  const same = base !== undefined && text === moneyText(proposed(draft.method, base, draft.most), currency);
  return { ...draft, text: same ? null : text };
}

/** A tender without an amount is none. */
export function tenderOf(draft: Draft, amount: Money | null): Tender | null {
  if (amount === null || amount <= 0) return null;
  if (draft.method === "cash") return { method: "cash", amount };
  if (draft.method === "account" || draft.method === "points") return { method: draft.method, amount };
  if (draft.method === "value") {
    const code = draft.reference.trim();
    return code === "" ? null : { method: "value", amount, code };
  }
  if (draft.method === "transfer") return { method: "transfer", amount, reference: draft.reference.trim() };
  return { method: "card", amount, ...draft.card };
}
