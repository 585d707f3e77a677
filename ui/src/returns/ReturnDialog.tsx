import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart, Id, ReturnableLine } from "../api/generated";
import { ask, useAsk } from "../api/queries";
import { formatIsoDate } from "../shared/format/dates";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Note, Refused } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { HowFields } from "./How";
import { allOf, askedFor, needsNote, nothing, type Picked, type Picks, stepped } from "./picking";
import "./returns.css";

type LineProps = { line: ReturnableLine; picked: Picked; onPicked: (picked: Picked) => void };

function Line({ line, picked, onPicked }: LineProps) {
  const { t } = useTranslation();
  const { quantity, money } = useShop();
  const step = (by: 1 | -1) => onPicked({ ...picked, quantity: stepped(line, picked.quantity, by) });
  const on = picked.quantity > 0;
  return (
    <li className={on ? "on" : ""}>
      <div className="ret-l">
        <span className="grow">
          <b className="w6 blk el">{line.name}</b>
          <span className="t13 i3">
            {line.left > 0
              ? t("returns.left", { left: quantity(line.left), amount: money(line.amount) })
              : t("returns.noneLeft")}
          </span>
        </span>
        <span className="st">
          <button
            type="button"
            aria-label={t("returns.less", { name: line.name })}
            disabled={!on}
            onClick={() => step(-1)}
          >
            <Icon name="minus" />
          </button>
          <b aria-live="polite">{quantity(picked.quantity)}</b>
          <button
            type="button"
            aria-label={t("returns.more", { name: line.name })}
            disabled={picked.quantity >= line.left}
            onClick={() => step(1)}
          >
            <Icon name="plus" />
          </button>
        </span>
      </div>
      {on && <HowFields how={picked} onHow={(how) => onPicked({ ...picked, ...how })} />}
    </li>
  );
}

type Props = {
  sale: Id;
  /** Its code, where only that tells of it. */
  receipt?: string | null;
  onReturned: (cart: Cart) => void;
  onClose: () => void;
};

/** What of a sale comes back: how much of each line, why, and whether it can be sold again. Money is given back at the end, like any payment. */
export function ReturnDialog({ sale, receipt, onReturned, onClose }: Props) {
  const told = receipt ? { receipt } : {};
  const { t } = useTranslation();
  const { language } = useShop();
  const found = useAsk("returns.find", { id: sale, ...told }, { fresh: true });
  const { working, failure, run } = useSubmit();
  const [picks, setPicks] = useState<Picks>({});
  const [note, setNote] = useState("");
  const lines = found.data?.lines ?? [];
  const asked = askedFor(picks, note);
  const mute = needsNote(picks) && note.trim() === "";
  const submit = () => {
    if (asked.length === 0 || mute) return;
    void run(async () => onReturned(await ask("cart.return", { sale, ...told, lines: asked })));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      icon="undo"
      title={t("returns.title")}
      text={
        found.data &&
        t("returns.text", {
          number: found.data.number,
          day: formatIsoDate(found.data.business_date, language),
        })
      }
      onSubmit={submit}
      footer={
        <>
          <Button size="l" onClick={() => setPicks(allOf(lines, picks))}>
            {t("returns.all")}
          </Button>
          <span className="grow" />
          <Button kind="quiet" size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button kind="primary" size="l" submit working={working} disabled={asked.length === 0 || mute}>
            {t("returns.add")}
          </Button>
        </>
      }
    >
      {found.error && <Refused thrown={found.error} />}
      {found.data?.elsewhere && <Note icon="info">{t("returns.elsewhere")}</Note>}
      <ul className="ret-ls scroll">
        {lines.map((line) => (
          <Line
            key={line.line}
            line={line}
            picked={picks[line.line] ?? nothing}
            onPicked={(picked) => setPicks({ ...picks, [line.line]: picked })}
          />
        ))}
      </ul>
      {asked.length > 0 && (
        <TextField
          label={t(needsNote(picks) ? "returns.noteNeeded" : "returns.note")}
          value={note}
          maxLength={120}
          onText={setNote}
        />
      )}
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
    </Dialog>
  );
}
