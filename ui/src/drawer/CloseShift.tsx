import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CountView, ShiftView, ZRow } from "../api/generated";
import { ask, useAsk } from "../api/queries";
import { ApprovalDialog, useApproval } from "../shared/forms/Approval";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { TextField } from "../shared/parts/Field";
import { Figure } from "../shared/parts/Figure";
import { Note } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { CheckedFields, type TypedChecks, useChecked } from "./Checked";
import { Clues } from "./Clues";
import { CountPanel } from "./CountPanel";
import { countedOf, nothingTyped, type Typed } from "./counting";
import { CashPanel } from "./Sums";
import { useDrawer } from "./useDrawer";

/** What is missing or too much, in one figure; right is said as calmly. */
function Difference({ count }: { count: CountView }) {
  const { t } = useTranslation();
  const { currency, money } = useShop();
  const { difference, first_difference: first } = count;
  const tone = difference === 0 ? "ok" : difference < 0 ? "da" : "wa";
  const word = difference === 0 ? "exact" : difference < 0 ? "short" : "over";
  return (
    <div className={`drw-df ${tone}`} role="status">
      <b className="t17">{t(`drawer.${word}`)}</b>
      <Figure value={Math.abs(difference)} currency={currency} className="drw-fig" />
      {count.needs_approval && <p>{t("drawer.needsApproval")}</p>}
      {first !== difference && <p>{t("drawer.firstCount", { amount: money(first) })}</p>}
    </div>
  );
}

/** A count that still holds: nothing went through the drawer since. */
function holds(shift: ShiftView, typed: Typed): CountView | null {
  return shift.counted && !shift.counted.outdated && typed === nothingTyped ? shift.counted : null;
}

/** They wait beyond the shift; who closes it should know. */
function WaitingTickets() {
  const { t } = useTranslation();
  const count = useAsk("tickets.list", null).data?.waiting.length ?? 0;
  if (count === 0) return null;
  return (
    <Note icon="receipt" title={t("tickets.atClosing", { count })}>
      {t("tickets.atClosingText")}
    </Note>
  );
}

type Props = { shift: ShiftView; onBack: () => void; onClosed: (z: ZRow) => void };

/** Count, see the difference, close: the report is stored as it is then, for ever. */
export function CloseShift({ shift, onBack, onClosed }: Props) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const drawer = useDrawer();
  const closing = useSubmit();
  const [typed, setTyped] = useState<Typed>(nothingTyped);
  const [saved, setSaved] = useState<Typed | null>(null);
  const [note, setNote] = useState("");
  const [checks, setChecks] = useState<TypedChecks>({});
  const checked = useChecked(checks);
  // another count is another fact; the same one sent again is not
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what was typed that makes it another
  const id = useMemo(newId, [typed, checks, shift.counted]);
  const counted = countedOf(typed, currency);
  const count =
    typed === saved && shift.counted && !shift.counted.outdated ? shift.counted : holds(shift, typed);

  const save = () => {
    if (!counted || !checked) return;
    const cash = { pieces: counted.pieces, loose: counted.loose };
    void drawer.tell("shift.count", { id, shift: shift.shift, cash, checked }, () => setSaved(typed));
  };
  const approval = useApproval((approval) =>
    closing.run(async () => {
      const asked = { shift: shift.shift, note: note.trim() || null, approval, print: true };
      onClosed(await drawer.orRefresh(ask("shift.close", asked)));
    }),
  );
  const failure = drawer.failure ?? (approval.asking ? null : closing.failure);
  return (
    <div className="drw-two">
      <CountPanel title={t("drawer.countTitle")} typed={typed} onTyped={setTyped} />
      <div className="drw-side">
        {count && shift.totals ? (
          <>
            <Difference count={count} />
            <Clues clues={count.clues} />
            <CashPanel cash={shift.totals.cash} expected={count.expected} counted={count.total} />
            <TextField label={t("drawer.closingNote")} value={note} maxLength={120} onText={setNote} />
          </>
        ) : (
          <>
            <Note icon="info" title={t("drawer.countFirst")}>
              {t("drawer.countFirstText")}
            </Note>
            <CheckedFields methods={shift.methods} typed={checks} onTyped={setChecks} />
          </>
        )}
        <WaitingTickets />
        {shift.counted?.outdated && (
          <Note tone="wa" icon="alert">
            {t("drawer.outdated")}
          </Note>
        )}
        {failure && (
          <Note tone="da" icon="alert">
            {failureLine(failure)}
          </Note>
        )}
        <span className="grow" />
        <div className="drw-ft">
          <Button size="l" onClick={onBack}>
            {t("common.back")}
          </Button>
          {count ? (
            <Button
              kind="primary"
              size="l"
              working={closing.working}
              onClick={() => (count.needs_approval ? approval.ask() : void approval.act(null))}
            >
              {t("drawer.close")}
            </Button>
          ) : (
            <Button
              kind="primary"
              size="l"
              disabled={!counted || !checked}
              working={drawer.working}
              onClick={save}
            >
              {t("drawer.saveCount")}
            </Button>
          )}
        </div>
      </div>
      {approval.asking && (
        <ApprovalDialog
          text={t("drawer.approvalClose")}
          working={closing.working}
          failure={closing.failure}
          onGrant={(granted) => void approval.act(granted)}
          onClose={() => {
            closing.clear();
            approval.stop();
          }}
        />
      )}
    </div>
  );
}
