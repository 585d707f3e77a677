import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, OrderRow } from "../api/generated";
import { useAsk } from "../api/queries";
import { useItems } from "../sell/Totals";
import { formatShortDate } from "../shared/format/dates";
import { Button } from "../shared/parts/Button";
import { Segmented } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { Empty, Refused } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { OrderDialog } from "./OrderDialog";
import "./orders.css";

/** What a row says beside its number: how it ended, or what is next. */
function useStanding(): (row: OrderRow) => { text: string; late: boolean } {
  const { t } = useTranslation();
  const { money, language } = useShop();
  const day = (iso: string) => formatShortDate(iso, language);
  return (row) => {
    if (row.state === "sold" || row.state === "cancelled")
      return { text: t(`orders.${row.state}`), late: false };
    if (row.left === 0) return { text: t("orders.paid", { day: day(row.valid_until) }), late: false };
    const next = row.next
      ? t("orders.next", { day: day(row.next.due), amount: money(row.next.amount) })
      : t("orders.dueOn", { day: day(row.valid_until) });
    return { text: next, late: row.state === "overdue" };
  };
}

function Row({ row, onPick }: { row: OrderRow; onPick: () => void }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const items = useItems();
  const { text, late } = useStanding()(row);
  const isOpen = row.state === "open" || row.state === "overdue";
  return (
    <li>
      <button type="button" className="hit ord-hit" onClick={onPick}>
        <span className="grow">
          <b className="blk el">{[row.number, row.customer].filter(Boolean).join(" · ")}</b>
          <span className="t13 i3 blk el">
            {t(`orders.kinds.${row.kind}`)} · {items(row.count)} ·{" "}
            {late && <b className="wrn w6">{t("orders.overdue")} · </b>}
            {text}
          </span>
        </span>
        <span className="num">
          <b className="t17 blk">{money(row.total)}</b>
          {isOpen && row.left > 0 && (
            <span className="t13 i2">{t("orders.leftShort", { amount: money(row.left) })}</span>
          )}
        </span>
      </button>
    </li>
  );
}

/** What is kept for customers: whoever is late first. */
export function OrdersDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const [which, setWhich] = useState<"open" | "ended">("open");
  const [picked, setPicked] = useState<Id | null>(null);
  const found = useAsk("orders.list", null, { fresh: true });
  if (picked) return <OrderDialog id={picked} onBack={() => setPicked(null)} onClose={onClose} />;
  const rows = found.data?.[which] ?? [];
  return (
    <Dialog
      open
      leads
      onClose={onClose}
      icon="box"
      title={t("orders.title")}
      text={
        found.data && found.data.owed > 0 ? t("orders.owed", { amount: money(found.data.owed) }) : undefined
      }
      footer={
        <>
          <span className="grow" />
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      {found.error && <Refused thrown={found.error} />}
      {found.data && found.data.ended.length > 0 && (
        <Segmented
          label={t("orders.show")}
          value={which}
          options={[
            { value: "open" as const, label: t("orders.open") },
            { value: "ended" as const, label: t("orders.ended") },
          ]}
          onValue={setWhich}
        />
      )}
      {found.data && rows.length === 0 && (
        <Empty icon="box" title={t("orders.none")}>
          <span>{t("orders.noneText")}</span>
        </Empty>
      )}
      <ul className="bare scroll ord-list" aria-label={t("orders.title")}>
        {rows.map((row) => (
          <Row key={row.id} row={row} onPick={() => setPicked(row.id)} />
        ))}
      </ul>
    </Dialog>
  );
}
