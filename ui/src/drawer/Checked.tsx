import { useTranslation } from "react-i18next";
import type { Checked } from "../api/generated";
import { parseMoney } from "../shared/format/money";
import { TextField } from "../shared/parts/Field";
import { useShop } from "../shared/shop";

export type TypedChecks = Record<string, string>;

/** What was typed for each method; null where something is no amount. */
export function useChecked(typed: TypedChecks): Checked[] | null {
  const { currency } = useShop();
  const filled = Object.entries(typed).filter(([, text]) => text.trim() !== "");
  const checked = filled.map(([method, text]) => ({ method, amount: parseMoney(text, currency) }));
  return checked.every((it): it is Checked => it.amount !== null) ? checked : null;
}

type Props = { methods: string[]; typed: TypedChecks; onTyped: (typed: TypedChecks) => void };

/** What the terminal or the bank says of each method that is not cash: it is compared, and nothing is made to fit. */
export function CheckedFields({ methods, typed, onTyped }: Props) {
  const { t } = useTranslation();
  const { currency } = useShop();
  if (methods.length === 0) return null;
  return (
    <section className="panel drw-eq">
      <h2>{t("drawer.checkedTitle")}</h2>
      {methods.map((method) => (
        <TextField
          key={method}
          label={t(
            `pay.${method as "cash" | "card" | "transfer" | "account" | "value" | "deposit" | "points"}`,
          )}
          value={typed[method] ?? ""}
          inputMode="decimal"
          error={
            typed[method] && parseMoney(typed[method], currency) === null ? t("drawer.notANumber") : null
          }
          onText={(text) => onTyped({ ...typed, [method]: text })}
        />
      ))}
    </section>
  );
}
