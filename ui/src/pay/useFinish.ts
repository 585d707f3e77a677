import { useEffect, useState } from "react";
import { asDoorError, type DoorError } from "../api/failure";
import type { Approval, Cart, Notice, SaleDone } from "../api/generated";
import { ask } from "../api/queries";
import type { Till } from "../sell/till";
import { useApproval } from "../shared/forms/Approval";
import type { Payment } from "./usePayment";

export type Finish = {
  finish: () => void;
  working: boolean;
  failure: Notice | null;
  possible: boolean;
  /** A supervisor is asked for: what she allows, the sale is ended with. */
  approval: ReturnType<typeof useApproval> & { failure: DoorError | null; why: DoorError | null };
};

type Args = {
  till: Till;
  cart: Cart;
  payment: Pick<Payment, "ready" | "quote" | "tenders">;
  waiting: number;
  print: boolean;
  onWriting: (writing: boolean) => void;
  onDone: (done: SaleDone) => void;
};

/** Ends the sale once, with the figures that are on the screen. */
export function useFinish({ till, cart, payment, waiting, print, onWriting, onDone }: Args): Finish {
  const [armed, setArmed] = useState(false);
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<DoorError | null>(null);
  const [why, setWhy] = useState<DoorError | null>(null);
  const { ready, quote, tenders } = payment;
  const enough = quote !== undefined && quote.due === 0 && quote.refusal === null;

  const write = async (granted: Approval | null): Promise<DoorError | null> => {
    setWorking(true);
    onWriting(true);
    try {
      const asked = { cart: cart.id, tenders, print, approval: granted };
      onDone(await till.finish(() => ask("sale.complete", asked)));
      return null;
    } catch (thrown) {
      const refused = asDoorError(thrown);
      setFailure(refused);
      // a wrong PIN does not change what is asked for
      if (granted === null) setWhy(refused);
      onWriting(false);
      if (refused.code === "cart_changed" || refused.code === "commit_unknown") await till.load();
      return refused;
    } finally {
      setWorking(false);
    }
  };
  const approval = useApproval(write);

  // Enter may come before the figures do: the sale ends when they say it can.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the figures arrive, and once
  useEffect(() => {
    if (!armed || !ready) return;
    setArmed(false);
    if (enough && !working && waiting === 0) void approval.act(null);
  }, [armed, ready]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of payment answers the failure
  useEffect(() => setFailure(null), [JSON.stringify(tenders), cart.total]);

  const finish = () => {
    if (!working && waiting === 0 && !approval.asking) setArmed(true);
  };
  return {
    finish,
    working,
    failure,
    possible: enough && waiting === 0,
    approval: { ...approval, failure, why },
  };
}
