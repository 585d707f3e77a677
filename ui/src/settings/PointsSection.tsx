import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PointsState } from "../api/generated";
import { ask, useAsk } from "../api/queries";
import { moneyText, parseMoney } from "../shared/format/money";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { SwitchField } from "../shared/parts/Choice";
import { TextField } from "../shared/parts/Field";
import { Note, Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";

function Rules({ state }: { state: PointsState }) {
  const { t } = useTranslation();
  const { currency, money } = useShop();
  const { working, failure, run } = useSubmit();
  const { rules } = state;
  const [active, setActive] = useState(rules?.active ?? false);
  const [spend, setSpend] = useState(rules ? moneyText(rules.spend, currency) : "");
  const [worth, setWorth] = useState(rules ? moneyText(rules.worth, currency) : "");
  const each = parseMoney(spend, currency);
  const point = parseMoney(worth, currency);
  const possible = !active || (each !== null && point !== null && each > 0 && point > 0 && point < each);
  const save = () =>
    void run(async () => {
      await ask("points.save", { active, spend: each ?? 0, worth: point ?? 0 });
      showToast({ tone: "done", title: t("common.saved") });
    });
  const symbol = currency.symbol_first ? { before: currency.symbol } : { after: currency.symbol };
  return (
    <>
      <SwitchField
        label={t("settings.pointsActive")}
        hint={t("settings.pointsActiveHint")}
        checked={active}
        onChecked={setActive}
      />
      {active && (
        <>
          <TextField
            {...symbol}
            label={t("settings.pointsSpend")}
            inputMode="decimal"
            value={spend}
            onText={setSpend}
          />
          <TextField
            {...symbol}
            label={t("settings.pointsWorth")}
            hint={
              each && point && point < each
                ? t("settings.pointsBack", { percent: Math.round((point / each) * 1000) / 10 })
                : t("settings.pointsWorthHint")
            }
            inputMode="decimal"
            value={worth}
            onText={setWorth}
          />
        </>
      )}
      {state.owed > 0 && (
        <Note icon="star">
          {t("settings.pointsOwed", {
            count: state.owed,
            worth: money(state.owed * (rules?.worth ?? 0)),
          })}
        </Note>
      )}
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <div className="row">
        <span className="grow" />
        <Button kind="primary" size="l" working={working} disabled={!possible} onClick={save}>
          {t("common.save")}
        </Button>
      </div>
    </>
  );
}

/** What customers get back for what they spend. */
export function PointsSection() {
  const { t } = useTranslation();
  const { data, error } = useAsk("points.get", null, { fresh: true });
  return (
    <section className="panel set-p" aria-label={t("settings.points")}>
      <h2>{t("settings.points")}</h2>
      <p className="i2">{t("settings.pointsText")}</p>
      {error && <Refused thrown={error} />}
      {data && <Rules state={data} />}
    </section>
  );
}
