import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerView, Id } from "../api/generated";
import { ask } from "../api/queries";
import { paidBy, type Way, WayField } from "../pay/WayField";
import { moneyText, parseMoney } from "../shared/format/money";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { SelectField, SwitchField } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { MoneyPad } from "../shared/parts/MoneyPad";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";

type Props = { view: CustomerView; onDone: () => void; onClose: () => void };

/**
 * Payments of which no answer was seen, by customer: one that was lost may have been a yes. Whatever is typed then, also in another dialog, is
 * the same payment, and its answer says what was really taken.
 */
const unanswered = new Map<Id, Id>();

/** What she pays of her debt: the oldest first, or one sale that she names. */
export function PayAccountDialog({ view, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const { currency, money } = useShop();
  const [text, setText] = useState(() => (view.balance > 0 ? moneyText(view.balance, currency) : ""));
  const [way, setWay] = useState<Way>("cash");
  const [charge, setCharge] = useState<Id | null>(null);
  const { working, failure, run } = useSubmit();
  const [id] = useState(() => unanswered.get(view.id) ?? newId());
  const amount = parseMoney(text, currency);
  const named = view.open.find((own) => own.sale === charge);
  const numberOf = (sale: Id) => view.statement.find((own) => own.document === sale)?.number ?? "";
  const options = [
    { value: null as Id | null, label: t("customers.oldestFirst") },
    ...view.open.map((own) => ({
      value: own.sale as Id | null,
      label: `${numberOf(own.sale)} · ${money(own.open)}`,
    })),
  ];
  const pay = () =>
    void run(async () => {
      if (!amount) return;
      const allocations = named ? [{ charge: named.sale, amount: Math.min(amount, named.open) }] : null;
      const tenders = [paidBy(way, amount)];
      unanswered.set(view.id, id);
      const done = await ask("accounts.pay", { id, customer: view.id, tenders, allocations, print: true });
      unanswered.delete(view.id);
      showToast({
        tone: "done",
        title: t("customers.paid", { number: done.number, amount: money(done.amount) }),
      });
      onDone();
      onClose();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      icon="cash"
      width="narrow"
      title={t("customers.pay")}
      text={t("customers.payText", { name: view.contact.name, amount: money(Math.max(0, view.balance)) })}
      onSubmit={pay}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={!amount} keyHint="Enter">
            {t("customers.receive")}
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
      {view.open.length > 1 && (
        <SelectField label={t("customers.paysFor")} value={charge} options={options} onValue={setCharge} />
      )}
    </Dialog>
  );
}

/** What she may owe, and for how long. */
export function TermsDialog({ view, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const { terms } = view;
  const [open, setOpen] = useState(terms?.open ?? true);
  const [limit, setLimit] = useState(() => (terms?.limit != null ? moneyText(terms.limit, currency) : ""));
  const [days, setDays] = useState(terms ? String(terms.days ?? "") : "30");
  const { working, failure, run } = useSubmit();
  const amount = limit.trim() === "" ? null : parseMoney(limit, currency);
  const wrong = limit.trim() !== "" && amount === null;
  const save = () =>
    void run(async () => {
      const until = days.trim() === "" ? null : Number(days);
      await ask("customers.terms", { customer: view.id, open, limit: amount, days: until });
      onDone();
      onClose();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      icon="shield"
      width="narrow"
      title={t("customers.terms")}
      text={t("customers.termsText")}
      onSubmit={save}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={wrong}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <SwitchField label={t("customers.mayOwe")} checked={open} onChecked={setOpen} />
      {open && (
        <>
          <TextField
            label={t("customers.limit")}
            hint={t("customers.limitHint")}
            value={limit}
            figure
            before={currency.symbol_first ? currency.symbol : undefined}
            after={currency.symbol_first ? undefined : currency.symbol}
            onText={setLimit}
          />
          <TextField
            label={t("customers.days")}
            hint={t("customers.daysHint")}
            value={days}
            inputMode="numeric"
            onText={(text) => setDays(text.replace(/\D/g, "").slice(0, 4))}
          />
        </>
      )}
    </Dialog>
  );
}
