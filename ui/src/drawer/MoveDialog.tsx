import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CashDirection, CashReason } from "../api/generated";
import { parseMoney } from "../shared/format/money";
import { ApprovalDialog, useApproval } from "../shared/forms/Approval";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { SelectField } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { MoneyPad } from "../shared/parts/MoneyPad";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";
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
  const [text, setText] = useState("");
  const [reason, setReason] = useState<CashReason>(reasons[direction][0] ?? "other");
  const [note, setNote] = useState("");
  const [supplier, setSupplier] = useState("");
  const [invoice, setInvoice] = useState("");
  const pays = direction === "out" && reason === "supplier";
  const paid = pays ? { supplier: supplier.trim(), invoice: invoice.trim() } : {};
  // another amount is another movement; the same one sent again is not
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what was typed that makes it another
  const id = useMemo(newId, [text, reason, note, supplier, invoice]);
  const amount = parseMoney(text, currency);
  const options = reasons[direction].map((value) => ({ value, label: t(`drawer.reasons.${value}`) }));
  const approval = useApproval(async (approval) => {
    if (amount === null) return null;
    const asked = {
      id,
      direction,
      reason,
      amount,
      note: note.trim() || null,
      ...paid,
      approval,
      print: true,
    };
    return tell("drawer.move", asked, () => {
      showToast({ tone: "done", title: t(`drawer.moved.${direction}`, { amount: money(amount) }) });
      onClose();
    });
  });
  if (approval.asking) {
    return (
      <ApprovalDialog
        text={t("drawer.approvalMove", { amount: money(amount ?? 0) })}
        working={working}
        failure={failure}
        onGrant={(granted) => void approval.act(granted)}
        onClose={() => {
          clear();
          approval.stop();
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
      onSubmit={() => void approval.act(null)}
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
      <MoneyPad
        label={t("drawer.amount")}
        text={text}
        onText={setText}
        error={failure ? failureLine(failure) : null}
      />
      <SelectField label={t("drawer.reason")} value={reason} options={options} onValue={setReason} />
      {pays && (
        <>
          <TextField label={t("drawer.supplier")} value={supplier} maxLength={80} onText={setSupplier} />
          <TextField label={t("drawer.invoice")} value={invoice} maxLength={40} onText={setInvoice} />
        </>
      )}
      <TextField label={t("drawer.note")} value={note} maxLength={120} onText={setNote} />
    </Dialog>
  );
}
