import type { KeyboardEvent, RefObject } from "react";
import { useTranslation } from "react-i18next";
import { TextField } from "../shared/parts/Field";
import { Keypad } from "../shared/parts/Keypad";
import { useShop } from "../shared/shop";
import { MethodTabs } from "./MethodTabs";
import type { Payment } from "./usePayment";
import { ValueDetails } from "./ValueDetails";

function QuickCash({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  const { money, short } = useShop();
  const { base, draft, tender } = payment;
  const options = base?.quick_cash.slice(0, 6) ?? [];
  return (
    <fieldset className="qc" aria-label={t("pay.quick")}>
      {options.map((amount, index) => {
        const on = tender?.amount === amount && (draft.text !== null || index === 0);
        return (
          <button
            key={amount}
            type="button"
            className={on ? "on" : ""}
            aria-pressed={on}
            onClick={() => payment.pay(amount)}
          >
            {index === 0 ? money(amount) : short(amount)}
            {index === 0 && <small>{t("pay.exact")}</small>}
          </button>
        );
      })}
    </fieldset>
  );
}

const digits = (text: string, most: number) => text.replace(/\D/g, "").slice(0, most);

function CardDetails({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  const { card } = payment.draft;
  const set = (part: Partial<typeof card>) => payment.edit({ card: { ...card, ...part } });
  return (
    <div className="cd2">
      <TextField
        label={t("pay.brand")}
        value={card.brand}
        maxLength={20}
        onText={(brand) => set({ brand })}
      />
      <TextField
        label={t("pay.lastFour")}
        value={card.last_four}
        inputMode="numeric"
        placeholder="0000"
        onText={(text) => set({ last_four: digits(text, 4) })}
      />
      <TextField
        label={t("pay.authorisation")}
        value={card.authorisation}
        maxLength={20}
        onText={(authorisation) => set({ authorisation })}
      />
      <TextField
        label={t("pay.reference")}
        value={card.reference}
        maxLength={40}
        onText={(reference) => set({ reference })}
      />
    </div>
  );
}

function TransferDetails({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t("pay.transferReference")}
      value={payment.draft.reference}
      maxLength={60}
      onText={(reference) => payment.edit({ reference })}
    />
  );
}

type AmountProps = { payment: Payment; field: RefObject<HTMLInputElement | null> };

function Amount({ payment, field }: AmountProps) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const { draft, text } = payment;
  // What was proposed is replaced by the first key, not added to.
  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    if (draft.text === null && event.key.length === 1 && !event.ctrlKey) event.currentTarget.select();
  };
  return (
    <label className="rec">
      <span>{t(draft.method === "cash" ? "pay.received" : "pay.toCharge")}</span>
      <span className="amt">
        {currency.symbol_first && <i aria-hidden="true">{currency.symbol}</i>}
        <input
          ref={field}
          autoFocus
          inputMode="decimal"
          autoComplete="off"
          value={text}
          style={{ width: `${Math.max(text.length, 1) + 0.2}ch` }}
          onKeyDown={key}
          onChange={(event) => payment.type(event.target.value)}
        />
        {!currency.symbol_first && <i aria-hidden="true">{currency.symbol}</i>}
      </span>
    </label>
  );
}

type Props = AmountProps & { children: React.ReactNode };

export function PaySide({ payment, field, children }: Props) {
  const { currency } = useShop();
  const { draft } = payment;
  const third = currency.decimals === 0 ? "000" : currency.decimal_mark;
  return (
    <>
      <MethodTabs methods={payment.methods} method={draft.method} onMethod={payment.method} />
      {draft.method === "cash" && <QuickCash payment={payment} />}
      <Amount payment={payment} field={field} />
      {draft.method === "card" && <CardDetails payment={payment} />}
      {draft.method === "transfer" && <TransferDetails payment={payment} />}
      {draft.method === "value" && <ValueDetails payment={payment} />}
      <Keypad className="kp" third={third} onKey={payment.press} onBack={payment.erase} />
      {children}
    </>
  );
}
