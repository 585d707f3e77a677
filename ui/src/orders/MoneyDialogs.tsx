import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OrderView, Tender } from "../api/generated";
import { ask } from "../api/queries";
import { paidBy, type Way, WayField } from "../pay/WayField";
import { moneyText, parseMoney } from "../shared/format/money";
import { ApprovalDialog, useApproval } from "../shared/forms/Approval";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { SelectField } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { MoneyPad } from "../shared/parts/MoneyPad";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";

type Props = { view: OrderView; onDone: (view: OrderView) => void; onClose: () => void };

/** What she brings today: what is next of her payments is proposed. */
export function DepositDialog({ view, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const { currency, money } = useShop();
  const { row } = view;
  const [text, setText] = useState(() => moneyText(row.next?.amount ?? row.left, currency));
  const [way, setWay] = useState<Way>("cash");
  // one dialog is one deposit: an answer that was lost may have been a yes
  const [id] = useState(newId);
  const { working, failure, run } = useSubmit();
  const amount = parseMoney(text, currency);
  const receive = () =>
    void run(async () => {
      if (!amount) return;
      const asked = { id, order: row.id, tenders: [paidBy(way, amount)], print: true };
      const next = await ask("orders.deposit", asked);
      showToast({ tone: "done", title: t("orders.received", { amount: money(amount) }) });
      onDone(next);
    });
  return (
    <Dialog
      open
      leads
      onClose={onClose}
      icon="cash"
      width="narrow"
      title={t("orders.receiveTitle", { number: row.number })}
      text={t("orders.receiveText", { left: money(row.left), total: money(row.total) })}
      onSubmit={receive}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={!amount} keyHint="Enter">
            {t("orders.receive")}
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
      <WayField way={way} onWay={setWay} />
    </Dialog>
  );
}

type Back = "came" | "cash" | "credit";

function tendersOf(back: Back, { row, give_back }: OrderView): Tender[] {
  if (row.held === 0) return [];
  if (back === "cash") return [paidBy("cash", -row.held)];
  if (back === "credit") return [{ method: "value", amount: -row.held, code: "" }];
  return give_back.map(({ method, amount }) => paidBy(method as Way, amount));
}

/** All that was left goes back; a supervisor grants it. */
export function CancelDialog({ view, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const { money } = useShop();
  const { row } = view;
  const [back, setBack] = useState<Back>("came");
  const [reason, setReason] = useState("");
  const [id] = useState(newId);
  const { working, failure, run, clear } = useSubmit();
  const approval = useApproval((approval) =>
    run(async () => {
      const asked = { id, order: row.id, tenders: tendersOf(back, view), reason: reason.trim() || null };
      const next = await ask("orders.cancel", { ...asked, approval, print: true });
      showToast({ tone: "done", title: t("orders.gone") });
      onDone(next);
    }),
  );
  if (approval.asking)
    return (
      <ApprovalDialog
        text={t("orders.approval", { number: row.number, amount: money(row.held) })}
        working={working}
        failure={failure}
        onGrant={(granted) => void approval.act(granted)}
        onClose={() => {
          clear();
          approval.stop();
        }}
      />
    );
  const came = view.give_back
    .map(({ method, amount }) => `${t(`pay.${method as Way}`)} ${money(-amount)}`)
    .join(", ");
  const options = [
    { value: "came" as Back, label: t("orders.asCame", { parts: came }) },
    { value: "cash" as Back, label: t("orders.allCash") },
    { value: "credit" as Back, label: t("orders.asCredit") },
  ];
  return (
    <Dialog
      open
      leads
      onClose={onClose}
      icon="alert"
      width="narrow"
      title={t("orders.cancelTitle", { number: row.number })}
      text={row.held > 0 ? t("orders.cancelText", { amount: money(row.held) }) : t("orders.cancelNothing")}
      onSubmit={() => void approval.act(null)}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="danger" size="l" submit working={working}>
            {t(row.held > 0 ? "orders.giveBack" : "orders.onlyCancel")}
          </Button>
        </>
      }
    >
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      {row.held > 0 && (
        <SelectField label={t("orders.backBy")} value={back} options={options} onValue={setBack} />
      )}
      <TextField
        label={`${t("orders.reason")} (${t("common.optional")})`}
        value={reason}
        maxLength={120}
        onText={setReason}
      />
    </Dialog>
  );
}
