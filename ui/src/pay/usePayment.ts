import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { DoorError } from "../api/failure";
import type { Cart, Currency, Id, Money, Settlement, Tender } from "../api/generated";
import { ask } from "../api/queries";
import { moneyText } from "../shared/format/money";
import {
  amountOf,
  type Draft,
  depositOf,
  type Method,
  methodsOf,
  newDraft,
  tenderOf,
  textOf,
  typed,
} from "./payment";

/** Payments taken already outlive a look back at the ticket, and its waiting while others pay: a card may have been charged. */
const kept = new Map<Id, Tender[]>();

export function useQuote(cart: Cart, tenders: Tender[] | null) {
  return useQuery<Settlement, DoorError>({
    queryKey: ["pay.quote", cart.id, cart.total, tenders],
    queryFn: () => ask("pay.quote", { tenders: tenders ?? [] }),
    enabled: tenders !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}

export type Payment = {
  methods: Method[];
  ready: boolean;
  base: Settlement | undefined;
  quote: Settlement | undefined;
  failure: DoorError | null;
  fixed: Tender[];
  draft: Draft;
  tender: Tender | null;
  tenders: Tender[];
  text: string;
  type: (text: string) => void;
  press: (key: string) => void;
  erase: () => void;
  pay: (amount: Money) => void;
  method: (method: Method) => void;
  edit: (part: Partial<Draft>) => void;
  remove: (index: number) => void;
  reset: () => void;
};

function useQuotes(cart: Cart, fixed: Tender[], draft: Draft, currency: Currency) {
  const base = useQuote(cart, fixed);
  const amount = base.data ? amountOf(draft, base.data, currency) : null;
  const tender = tenderOf(draft, amount);
  const tenders = tender ? [...fixed, tender] : fixed;
  const full = useQuote(cart, base.data ? tenders : null);
  // Only figures for exactly these payments may end a sale.
  const ready =
    base.isSuccess &&
    !base.isPlaceholderData &&
    full.isSuccess &&
    !full.isPlaceholderData &&
    !full.isFetching;
  return { base: base.data, quote: full.data, tender, tenders, ready, failure: base.error ?? full.error };
}

export function usePayment(cart: Cart, currency: Currency): Payment {
  const [taken, setTaken] = useState<Tender[]>(() => kept.get(cart.id) ?? []);
  const deposit = depositOf(cart);
  const fixed = [...deposit, ...taken];
  const [draft, setDraft] = useState<Draft>(() => newDraft("cash"));
  const quotes = useQuotes(cart, fixed, draft, currency);
  const { base, quote, tender } = quotes;
  useEffect(() => {
    if (taken.length > 0) kept.set(cart.id, taken);
    else kept.delete(cart.id);
  }, [cart.id, taken]);

  const text = base ? textOf(draft, base, currency) : (draft.text ?? "");
  const type = (next: string) => setDraft((draft) => typed(draft, next, base, currency));
  const method = (next: Method) => {
    // A part that was typed and does not cover the rest stays; a change of mind does not.
    const part = draft.text !== null && tender !== null && (quote?.due ?? 0) > 0;
    if (part && tender) setTaken([...taken, tender]);
    setDraft(newDraft(next, next === "points" ? cart.customer?.points?.worth : undefined));
  };
  return {
    ...quotes,
    methods: methodsOf(cart),
    fixed,
    draft,
    text,
    type,
    press: (key) => type(draft.text === null ? key : draft.text + key),
    erase: () => type(draft.text === null ? "" : draft.text.slice(0, -1)),
    pay: (amount) =>
      setDraft({
        ...draft,
        text: amount === (base?.quick_cash[0] ?? -1) ? null : moneyText(amount, currency),
      }),
    method,
    edit: (part) => setDraft({ ...draft, ...part }),
    remove: (index) => setTaken(taken.filter((_, at) => at !== index - deposit.length)),
    reset: () => setDraft(newDraft(draft.method, draft.most)),
  };
}
