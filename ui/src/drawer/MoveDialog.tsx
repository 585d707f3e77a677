import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Approval, CashDirection, CashReason } from "../api/generated";
import { parseMoney } from "../shared/format/money";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { AmountPad } from "../shared/parts/AmountPad";
import { Button } from "../shared/parts/Button";
import { SelectField } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";
import { ApprovalDialog } from "./Approval";
import { useDrawer } from "./useDrawer";

const reasons: Record<CashDirection, CashReason[]> = {
  in: ["change", "other"],
  out: ["safe", "supplier", "expense", "other"],
};

/** Cash that goes in or out without a sale: how much, what for, and who grants it where the rules want that. */
export function MoveDialog({ direction, onClose }: { direction: CashDirection; onClose: () => void }) {
  const { t } = useTranslation();
  const { currency, money } = useShop();
  const { working, failure, tell, clear } = useDrawer();
  const id = useMemo(newId, []);
  const [text, setText] = useState("");
  const [reason, setReason] = useState<CashReason>(reasons[direction][0] ?? "other");
  const [note, setNote] = useState("");
  const [asking, setAsking] = useState(false);
  const amount = parseMoney(text, currency);
  const options = reasons[direction].map((value) => ({ value, label: t(`drawer.reasons.${value}`) }));
  const needs = failure?.code === "approval_needed";

  const move = (approval: Approval | null) => {
    if (amount === null) return;
    const asked = { id, direction, reason, amount, note: note.trim() || null, approval, print: true };
    tell("drawer.move", asked, () => {
      showToast({ tone: "done", title: t(`drawer.moved.${direction}`, { amount: money(amount) }) });
      onClose();
    });
  };
  if (asking || needs) {
    return (
      <ApprovalDialog
        text={t("drawer.approvalMove", { amount: money(amount ?? 0) })}
        working={working}
        failure={needs ? null : failure}
        onGrant={(approval) => {
          setAsking(true);
          move(approval);
        }}
        onClose={() => {
          clear();
          setAsking(false);
        }}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      icon={direction === "in" ? "down" : "up"}
      width="narrow"
      title={t(`drawer.move.${direction}`)}
      onSubmit={() => move(null)}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={!amount}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      <AmountPad
        label={t("drawer.amount")}
        text={text}
        onText={setText}
        third={currency.decimals === 0 ? "000" : currency.decimal_mark}
        before={currency.symbol_first ? currency.symbol : undefined}
        after={currency.symbol_first ? undefined : currency.symbol}
        error={failure ? failureLine(failure) : null}
      />
      <SelectField label={t("drawer.reason")} value={reason} options={options} onValue={setReason} />
      <TextField label={t("drawer.note")} value={note} maxLength={120} onText={setNote} />
    </Dialog>
  );
}
