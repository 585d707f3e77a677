import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { Cart, SaleDone, SessionUser } from "../api/generated";
import { forgetSold } from "../api/queries";
import { Questions } from "../sell/dialogs/Questions";
import { useTill, useTillState } from "../sell/TillContext";
import { clearDone } from "../shared/parts/toasts";
import { can } from "../shared/permissions";
import { useScanner } from "../shared/scanner/useScanner";
import { DoneScreen } from "./DoneScreen";
import { Paying } from "./Paying";
import { Refunding } from "./Refunding";
import "../sell/dialogs/dialogs.css";
import "./pay.css";
import "./pay-side.css";

type Props = { user: SessionUser; gadgets: ReactNode; onBack: () => void };

export function PayScreen({ user, gadgets, onBack }: Props) {
  const till = useTill();
  const client = useQueryClient();
  const { cart, question, waiting } = useTillState();
  const [done, setDone] = useState<SaleDone | null>(null);
  // The ticket of this screen: once it is sold the till holds the next one already.
  const [paid, setPaid] = useState<Cart | null>(null);

  const finished = (sale: SaleDone) => {
    clearDone();
    setDone(sale);
    forgetSold(client);
  };
  useEffect(clearDone, []);
  // Before the end a scan belongs to this ticket; after it, it starts the next one.
  useScanner((code) => {
    till.scan(code);
    if (done) onBack();
  });

  if (done) return <DoneScreen done={done} user={user} gadgets={gadgets} onNext={onBack} />;
  const shown = paid ?? cart;
  if (!shown) return <div />;
  const Screen = shown.total <= 0 && shown.lines.some((line) => line.returned) ? Refunding : Paying;
  return (
    <>
      <Screen
        key={shown.id}
        cart={shown}
        waiting={waiting}
        user={user}
        gadgets={gadgets}
        onBack={onBack}
        onWriting={(writing) => setPaid(writing ? shown : null)}
        onDone={finished}
      />
      <Questions question={question} waiting={waiting} till={till} mayCreate={can(user, "edit_products")} />
    </>
  );
}
