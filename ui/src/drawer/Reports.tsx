import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "../api/generated";
import { useAsk, usePages, useTell } from "../api/queries";
import { formatIsoDay } from "../shared/format/dates";
import { nearEnd } from "../shared/hooks/nearEnd";
import { Button } from "../shared/parts/Button";
import { Empty, Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { useShop } from "../shared/shop";

function Paper({ shift }: { shift: Id }) {
  const { t } = useTranslation();
  const { dateTime } = useShop();
  const view = useAsk("reports.get", { id: shift }, { keep: true }).data;
  const reprint = useTell("reports.reprint", () => showToast({ tone: "done", title: t("drawer.zPrinted") }));
  if (!view) return null;
  const name = t("drawer.zNumber", { number: view.row.number });
  return (
    <>
      <header className="rp-hd">
        <div className="grow">
          <h2 className="t20 el">{name}</h2>
          <span className="t13 i2 el blk">
            {dateTime(view.at_ms)} · {view.closed_by}
          </span>
        </div>
      </header>
      <section
        className="rp-paper scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        tabIndex={0}
        aria-label={name}
      >
        <img src={`data:image/png;base64,${view.image_png_base64}`} alt={name} />
      </section>
      <footer className="rp-ft">
        <span className="t13 i3 grow">{t("drawer.zStored")}</span>
        <Button
          kind="primary"
          size="l"
          icon="printer"
          working={reprint.isPending}
          onClick={() => reprint.mutate({ id: shift }, { onError: (thrown) => showFailure(thrown) })}
        >
          {t("receipts.reprint")}
        </Button>
      </footer>
    </>
  );
}

/** Every shift that was closed, as it was closed. */
export function Reports({ first }: { first: Id | null }) {
  const { t } = useTranslation();
  const { money, language } = useShop();
  const [picked, setPicked] = useState<Id | null>(first);
  const pages = usePages("reports.list", {});
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const selected = rows.some((row) => row.shift === picked) ? picked : (rows[0]?.shift ?? null);
  const more = () => {
    if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
  };
  if (pages.error) return <Refused thrown={pages.error} />;
  if (pages.data && rows.length === 0)
    return (
      <Empty className="grow" icon="receipt" title={t("drawer.noReports")}>
        <span>{t("drawer.noReportsText")}</span>
      </Empty>
    );
  return (
    <div className="drw-z">
      <ul className="panel scroll drw-zs" aria-label={t("drawer.reports")} onScroll={nearEnd(more)}>
        {rows.map((row) => (
          <li key={row.shift}>
            <button
              type="button"
              className={row.shift === selected ? "on" : ""}
              aria-pressed={row.shift === selected}
              onClick={() => setPicked(row.shift)}
            >
              <b className="w6">{t("drawer.zNumber", { number: row.number })}</b>
              <span className="i2">{formatIsoDay(row.business_date, language)}</span>
              <span className={row.difference === 0 ? "num i3" : "num wrn w6"}>{money(row.difference)}</span>
              <b className="num w6 t15">{money(row.total)}</b>
            </button>
          </li>
        ))}
      </ul>
      <aside className="recs-r">{selected && <Paper shift={selected} />}</aside>
    </div>
  );
}
