import { useEffect, useState } from "react";
import { asDoorError } from "../api/failure";
import type { Cart, Notice, SaleDone } from "../api/generated";
import { ask } from "../api/queries";
import type { Till } from "../sell/till";
import type { Payment } from "./usePayment";

export type Finish = { finish: () => void; working: boolean; failure: Notice | null; possible: boolean };

type Args = {
  till: Till;
  cart: Cart;
  payment: Payment;
  waiting: number;
  print: boolean;
  onWriting: (writing: boolean) => void;
  onDone: (done: SaleDone) => void;
};

/** Ends the sale once, with the figures that are on the screen. */
export function useFinish({ till, cart, payment, waiting, print, onWriting, onDone }: Args): Finish {
  const [armed, setArmed] = useState(false);
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<Notice | null>(null);
  const { ready, quote, tenders } = payment;
  const enough = quote !== undefined && quote.due === 0 && quote.refusal === null;

  const write = async () => {
    setWorking(true);
    onWriting(true);
    try {
      onDone(await till.finish(() => ask("sale.complete", { cart: cart.id, tenders, print })));
    } catch (thrown) {
      const { code, params } = asDoorError(thrown);
      setFailure({ code, params });
      onWriting(false);
      if (code === "cart_changed" || code === "commit_unknown") await till.load();
    } finally {
      setWorking(false);
    }
  };

  // Enter may come before the figures do: the sale ends when they say it can.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the figures arrive, and once
  useEffect(() => {
    if (!armed || !ready) return;
    setArmed(false);
    if (enough && !working && waiting === 0) void write();
  }, [armed, ready]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of payment answers the failure
  useEffect(() => setFailure(null), [JSON.stringify(tenders), cart.total]);

  const finish = () => {
    if (!working && waiting === 0) setArmed(true);
  };
  return { finish, working, failure, possible: enough && waiting === 0 };
}
