import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart, OrderKind, OrderTerms } from "../api/generated";
import { ask, useAsk } from "../api/queries";
import { ChooseDialog } from "../customers/ChooseDialog";
import { paidBy, type Way, WayField } from "../pay/WayField";
import { useTill } from "../sell/TillContext";
import { formatShortDate } from "../shared/format/dates";
import { moneyText, parseMoney } from "../shared/format/money";
import { ApprovalDialog, useApproval } from "../shared/forms/Approval";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { Segmented, SelectField } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";
import { Sum } from "./Sum";
import "./orders.css";

const kinds: OrderKind[] = ["layaway", "order"];
const parts = [0, 1, 2, 3, 4, 6];

function Terms({ terms, deposit }: { terms: OrderTerms; deposit: number }) {
  const { t } = useTranslation();
  const { money, language } = useShop();
  const day = (iso: string) => formatShortDate(iso, language);
  return (
    <section className="ord-sum" aria-label={t("orders.total")}>
      <Sum label={t("orders.total")}>{money(terms.total)}</Sum>
      <Sum label={t("orders.deposit")}>{money(deposit)}</Sum>
      <Sum label={t("orders.left")} strong>
        {money(Math.max(0, terms.total - deposit))}
      </Sum>
      {terms.schedule.map(({ due, amount }) => (
        <Sum key={due} label={day(due)} quiet>
          {money(amount)}
        </Sum>
      ))}
      <Sum label={t("orders.until")}>{day(terms.valid_until)}</Sum>
    </section>
  );
}

type Props = { cart: Cart; onClose: () => void };

/** The ticket in hand is kept for somebody, at its prices; what she leaves now is a deposit, and the rest comes later. */
export function PlaceDialog({ cart, onClose }: Props) {
  const till = useTill();
  const chosen = useRef(false);
  if (cart.customer) return <Placing cart={cart} name={cart.customer.name} onClose={onClose} />;
  const choose = (next: Cart) => {
    chosen.current = true;
    till.replaced(next);
  };
  return <ChooseDialog cart={cart} onChosen={choose} onClose={() => chosen.current || onClose()} />;
}

function Placing({ cart, name, onClose }: Props & { name: string }) {
  const { t } = useTranslation();
  const { money, currency } = useShop();
  const till = useTill();
  const [kind, setKind] = useState<OrderKind>("layaway");
  const [days, setDays] = useState("30");
  const [payments, setPayments] = useState(0);
  const [typed, setTyped] = useState<string | null>(null);
  const [way, setWay] = useState<Way>("cash");
  // one dialog is one deposit: an answer that was lost may have been a yes
  const [deposit] = useState(newId);
  const { working, failure, run, clear } = useSubmit();
  const until = Math.max(1, Number(days) || 1);
  const terms = useAsk(
    "orders.terms",
    {
      cart: cart.id,
      days: until,
      payments: Math.min(payments, until),
      deposit: parseMoney(typed ?? "", currency) ?? 0,
    },
    { keep: true, fresh: true },
  );
  const least = terms.data?.least ?? 0;
  // the least is proposed until something else is typed
  const text = typed ?? (least > 0 ? moneyText(least, currency) : "");
  const amount = text.trim() === "" ? 0 : parseMoney(text, currency);
  const approval = useApproval((approval) =>
    run(async () => {
      if (amount === null) return;
      const tenders = amount > 0 ? [paidBy(way, amount)] : [];
      const asked = {
        cart: cart.id,
        kind,
        days: until,
        payments: Math.min(payments, until),
        deposit,
        tenders,
      };
      const { row } = await ask("orders.place", { ...asked, approval, print: true });
      // said when the next ticket can begin
      await till.load();
      onClose();
      showToast({
        tone: "done",
        title: t("orders.made", { kind: t(`orders.kinds.${kind}`), number: row.number }),
      });
    }),
  );
  if (approval.asking)
    return (
      <ApprovalDialog
        text={t("orders.approvalLess", { amount: money(amount ?? 0), least: money(least) })}
        working={working}
        failure={failure}
        onGrant={(granted) => void approval.act(granted)}
        onClose={() => {
          clear();
          approval.stop();
        }}
      />
    );
  const symbol = currency.symbol_first ? { before: currency.symbol } : { after: currency.symbol };
  const partLabel = (count: number) =>
    count === 0
      ? t("orders.noPayments")
      : count === 1
        ? t("orders.onePayment")
        : t("orders.somePayments", { count });
  return (
    <Dialog
      open
      leads
      onClose={onClose}
      icon="box"
      width="wide"
      title={t("orders.make")}
      text={t("orders.makeText", { total: money(cart.total), name })}
      onSubmit={() => void approval.act(null)}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={amount === null || days === ""}>
            {t("orders.save")}
          </Button>
        </>
      }
    >
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <div className="ord-two">
        <div className="ord-form">
          <Segmented
            label={t("orders.kind")}
            value={kind}
            options={kinds.map((value) => ({ value, label: t(`orders.kinds.${value}`) }))}
            onValue={setKind}
          />
          <span className="t13 i3">{t(`orders.kindText.${kind}`)}</span>
          <TextField
            {...symbol}
            label={t("orders.deposit")}
            hint={least > 0 ? t("orders.least", { amount: money(least) }) : t("orders.free")}
            error={amount === null ? t("drawer.notANumber") : null}
            figure
            autoFocus
            value={text}
            onText={setTyped}
          />
          <WayField way={way} onWay={setWay} />
          <div className="ord-pair">
            <TextField
              label={t("orders.days")}
              inputMode="numeric"
              value={days}
              onText={(next) => setDays(next.replace(/\D/g, "").slice(0, 3))}
            />
            <SelectField
              label={t("orders.payments")}
              value={payments}
              options={parts.map((value) => ({ value, label: partLabel(value) }))}
              onValue={setPayments}
            />
          </div>
        </div>
        {terms.data && <Terms terms={terms.data} deposit={amount ?? 0} />}
      </div>
    </Dialog>
  );
}
