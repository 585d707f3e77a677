import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { asDoorError } from "../api/failure";
import { useAsk } from "../api/queries";
import { moneyText } from "../shared/format/money";
import { failureLine } from "../shared/i18n/failure";
import { TextField } from "../shared/parts/Field";
import { useScanner } from "../shared/scanner/useScanner";
import { useShop } from "../shared/shop";
import type { Payment } from "./usePayment";

const letters = 12;
const plain = (code: string) => code.replace(/[\s-]/g, "");

/** The code, scanned or typed: what is on it pays as much as it can. */
export function ValueDetails({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  const { currency, money } = useShop();
  const { draft, base } = payment;
  const code = plain(draft.reference);
  const found = useAsk("values.find", { code }, { enabled: code.length === letters, fresh: true });
  const value = code.length === letters ? found.data : undefined;
  const due = base?.due ?? 0;
  useScanner((scanned) => payment.edit({ reference: scanned }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another code proposes another amount
  useEffect(() => {
    if (value) payment.edit({ text: moneyText(Math.max(0, Math.min(value.balance, due)), currency) });
  }, [value?.code, value?.balance, due]);
  const left = value && t("values.left", { amount: money(value.balance) });
  const wrong = code.length >= letters && found.error ? failureLine(asDoorError(found.error)) : null;
  return (
    <TextField
      label={t("values.code")}
      hint={left ?? t("values.codeHint")}
      error={value?.expired ? t("values.expiredNow") : wrong}
      value={draft.reference}
      autoFocus
      maxLength={16}
      onText={(reference) => payment.edit({ reference })}
    />
  );
}
