import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CartLine, ReturnHow } from "../api/generated";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { HowFields } from "./How";
import { nothing } from "./picking";
import "./returns.css";

type Props = { line: CartLine; onReturn: (how: ReturnHow) => Promise<void>; onClose: () => void };

/** A thing comes back without its receipt: at today's price, and with a supervisor when money is given for it. */
export function WithoutReceiptDialog({ line, onReturn, onClose }: Props) {
  const { t } = useTranslation();
  const { money, quantity } = useShop();
  const { working, failure, run } = useSubmit();
  const [how, setHow] = useState({ reason: nothing.reason, restock: nothing.restock });
  const [note, setNote] = useState(line.note ?? "");
  const mute = how.reason === "other" && note.trim() === "";
  const submit = () => void run(() => onReturn({ ...how, note: note.trim() || null }).then(onClose));
  return (
    <Dialog
      open
      onClose={onClose}
      icon="undo"
      width="narrow"
      title={t("returns.withoutTitle")}
      text={t("returns.withoutText", {
        name: line.name,
        quantity: quantity(line.quantity),
        amount: money(line.amount),
      })}
      onSubmit={submit}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={mute}>
            {t("returns.add")}
          </Button>
        </>
      }
    >
      <HowFields how={how} onHow={setHow} />
      <TextField
        label={t(how.reason === "other" ? "returns.noteNeeded" : "returns.note")}
        value={note}
        maxLength={120}
        onText={setNote}
      />
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
    </Dialog>
  );
}
