import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CashRules, Currency, Money } from "../api/generated";
import { useAsk } from "../api/queries";
import { useDrawer } from "../drawer/useDrawer";
import { moneyText, parseMoney } from "../shared/format/money";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { SwitchField } from "../shared/parts/Choice";
import { TextField } from "../shared/parts/Field";
import { Note, Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";

const textOf = (limit: Money | null, currency: Currency) =>
  limit === null ? "" : moneyText(limit, currency);

/** Undefined: it is no amount. Nothing typed is no limit. */
function limitOf(text: string, currency: Currency): Money | null | undefined {
  return text.trim() === "" ? null : (parseMoney(text, currency) ?? undefined);
}

/** A whole number up to `most`. */
function numberOf(text: string, most: number): number | null | undefined {
  if (text.trim() === "") return null;
  return /^\d{1,4}$/.test(text.trim()) && Number(text) <= most ? Number(text) : undefined;
}

function Rules({ rules }: { rules: CashRules }) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const { working, failure, tell } = useDrawer();
  const [blind, setBlind] = useState(rules.blind);
  const [difference, setDifference] = useState(textOf(rules.difference_limit, currency));
  const [out, setOut] = useState(textOf(rules.cash_out_limit, currency));
  const [refund, setRefund] = useState(textOf(rules.refund_limit ?? null, currency));
  const [elsewhere, setElsewhere] = useState(textOf(rules.elsewhere_limit ?? null, currency));
  const [days, setDays] = useState(rules.return_days?.toString() ?? "");
  const [percent, setPercent] = useState(rules.deposit_percent?.toString() ?? "");
  const limits = {
    difference_limit: limitOf(difference, currency),
    cash_out_limit: limitOf(out, currency),
    refund_limit: limitOf(refund, currency),
    elsewhere_limit: limitOf(elsewhere, currency),
  };
  const return_days = numberOf(days, 3650);
  const deposit_percent = numberOf(percent, 100);
  const error = (limit: Money | null | undefined) => (limit === undefined ? t("drawer.notANumber") : null);
  const save = () => {
    const { difference_limit, cash_out_limit, refund_limit, elsewhere_limit } = limits;
    if (difference_limit === undefined || cash_out_limit === undefined) return;
    if (refund_limit === undefined || elsewhere_limit === undefined || return_days === undefined) return;
    if (deposit_percent === undefined) return;
    const asked = { blind, difference_limit, cash_out_limit, refund_limit, elsewhere_limit };
    void tell("drawer.rules", { ...asked, return_days, deposit_percent }, () =>
      showToast({ tone: "done", title: t("common.saved") }),
    );
  };
  const symbol = currency.symbol_first ? { before: currency.symbol } : { after: currency.symbol };
  return (
    <>
      <SwitchField
        label={t("settings.blind")}
        hint={t("settings.blindHint")}
        checked={blind}
        onChecked={setBlind}
      />
      <TextField
        {...symbol}
        label={t("settings.differenceLimit")}
        hint={t("settings.differenceLimitHint")}
        error={error(limits.difference_limit)}
        inputMode="decimal"
        value={difference}
        onText={setDifference}
      />
      <TextField
        {...symbol}
        label={t("settings.outLimit")}
        hint={t("settings.outLimitHint")}
        error={error(limits.cash_out_limit)}
        inputMode="decimal"
        value={out}
        onText={setOut}
      />
      <TextField
        {...symbol}
        label={t("settings.refundLimit")}
        hint={t("settings.refundLimitHint")}
        error={error(limits.refund_limit)}
        inputMode="decimal"
        value={refund}
        onText={setRefund}
      />
      <TextField
        {...symbol}
        label={t("settings.elsewhereLimit")}
        hint={t("settings.elsewhereLimitHint")}
        error={error(limits.elsewhere_limit)}
        inputMode="decimal"
        value={elsewhere}
        onText={setElsewhere}
      />
      <TextField
        label={t("settings.returnDays")}
        hint={t("settings.returnDaysHint")}
        error={return_days === undefined ? t("drawer.notANumber") : null}
        inputMode="numeric"
        maxLength={4}
        value={days}
        onText={setDays}
      />
      <TextField
        label={t("settings.depositPercent")}
        hint={t("settings.depositPercentHint")}
        error={deposit_percent === undefined ? t("settings.percentWrong") : null}
        after="%"
        inputMode="numeric"
        maxLength={3}
        value={percent}
        onText={setPercent}
      />
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <div className="row">
        <span className="grow" />
        <Button kind="primary" size="l" working={working} onClick={save}>
          {t("common.save")}
        </Button>
      </div>
    </>
  );
}

/** What a cashier may do at the drawer alone. */
export function DrawerSection() {
  const { t } = useTranslation();
  const { data, error } = useAsk("drawer.state", null, { fresh: true });
  return (
    <section className="panel set-p">
      <h2>{t("drawer.title")}</h2>
      <p className="i2">{t("settings.drawerText")}</p>
      {error && <Refused thrown={error} />}
      {data && <Rules rules={data.rules} />}
    </section>
  );
}
