import { useTranslation } from "react-i18next";
import type { HealthDetail, HealthGroup, HealthItem, HealthValue } from "../api/generated";
import { ask, useAsk } from "../api/queries";
import { formatBytes } from "../shared/format/bytes";
import { one } from "../shared/format/quantity";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Note, Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";
import "./health.css";

const groups: HealthGroup[] = ["sales", "copies", "machine", "versions"];

function useShown() {
  const { t } = useTranslation();
  const { dateTime, quantity } = useShop();
  return (value: HealthValue): string => {
    switch (value.kind) {
      case "count":
        return quantity(value.of * one);
      case "bytes":
        return formatBytes(value.of);
      case "instant":
        return dateTime(value.of);
      case "seconds":
        return t("health.minutes", { count: Math.floor(value.of / 60) });
      case "text":
        return value.of;
      case "word":
        return t(`health.words.${value.of}`);
    }
  };
}

function Details({ details }: { details: HealthDetail[] }) {
  const { t } = useTranslation();
  const shown = useShown();
  return (
    <details className="hea-d">
      <summary>{t("health.more")}</summary>
      <dl>
        {details.map(({ name, value }, index) => (
          // The same name comes once a place.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
          <div key={index}>
            <dt>{t(`health.details.${name}`)}</dt>
            <dd>{shown(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Item({ item }: { item: HealthItem }) {
  const { t } = useTranslation();
  const shown = useShown();
  return (
    <li className={`hea-i ${item.verdict}`}>
      <span className="hea-dot" aria-hidden="true" />
      <div className="grow">
        <b className="w6 t15 blk">{t(`health.items.${item.name}.title`)}</b>
        {item.verdict !== "good" && <span className="t13 i2">{t(`health.items.${item.name}.todo`)}</span>}
        {item.details.length > 0 && <Details details={item.details} />}
      </div>
      <div className="hea-v">
        <span className="fig">{shown(item.value)}</span>
        <span className="t13 hea-w">{t(`health.verdicts.${item.verdict}`)}</span>
      </div>
    </li>
  );
}

/** How the till is: nothing to do where everything is good, and what to do where it is not. */
export function HealthSection() {
  const { t } = useTranslation();
  const { data, error } = useAsk("health.get", null, { fresh: true });
  const { working, failure, run } = useSubmit();
  const save = () =>
    void run(async () => {
      const { path } = await ask("health.export", null);
      showToast({ tone: "done", title: t("health.exported"), text: path });
    });
  return (
    <section className="panel set-p">
      <div className="row" style={{ gap: 12 }}>
        <div className="grow">
          <h2>{t("settings.health")}</h2>
          <p className="i2">{t("health.text")}</p>
        </div>
        <Button working={working} onClick={save}>
          {t("health.export")}
        </Button>
      </div>
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      {error && <Refused thrown={error} />}
      {data &&
        groups.map((group) => (
          <div key={group}>
            <h3>{t(`health.groups.${group}`)}</h3>
            <ul className="hea">
              {data.items
                .filter((item) => item.group === group)
                .map((item) => (
                  <Item key={item.name} item={item} />
                ))}
            </ul>
          </div>
        ))}
    </section>
  );
}
