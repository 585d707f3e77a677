import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Id, ReceiptRow } from "../api/generated";
import { nearEnd } from "../shared/hooks/nearEnd";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";
import { useShop } from "../shared/shop";

const icons: Record<string, IconName> = {
  cash: "cash",
  card: "card",
  transfer: "transfer",
  account: "users",
  value: "tag",
  deposit: "box",
  points: "star",
};

function Methods({ methods }: { methods: string[] }) {
  const { t } = useTranslation();
  const known = methods.filter(
    (method): method is "cash" | "card" | "transfer" | "account" | "value" | "deposit" | "points" =>
      method in icons,
  );
  return (
    <span className="row rc-m" title={known.map((method) => t(`pay.${method}`)).join(", ")}>
      {known.map((method) => (
        <Icon key={method} name={icons[method] ?? "cash"} size={18} />
      ))}
    </span>
  );
}

type RowProps = { row: ReceiptRow; on: boolean; day: boolean; onPick: () => void };

function Row({ row, on, day, onPick }: RowProps) {
  const { money, time, dateTime, quantity } = useShop();
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (on) ref.current?.scrollIntoView?.({ block: "nearest" });
  }, [on]);
  return (
    <li>
      <button ref={ref} type="button" className={on ? "rc on" : "rc"} aria-pressed={on} onClick={onPick}>
        <span className="i2">{day ? time(row.at_ms) : dateTime(row.at_ms)}</span>
        <b className="w6">{row.number}</b>
        <span className="i2 el">{row.cashier}</span>
        <span className="i2 num">{quantity(row.items)}</span>
        <Methods methods={row.methods} />
        <b className="num w6 t15">{money(row.total)}</b>
      </button>
    </li>
  );
}

type Props = {
  rows: ReceiptRow[];
  selected: Id | null;
  day: boolean;
  onPick: (id: Id) => void;
  onMore: () => void;
};

export function ReceiptList({ rows, selected, day, onPick, onMore }: Props) {
  const { t } = useTranslation();
  return (
    <div className={day ? "rcs panel" : "rcs panel long"}>
      <div className="rc hd" aria-hidden="true">
        <span>{t("receipts.time")}</span>
        <span>{t("receipts.number")}</span>
        <span>{t("receipts.who")}</span>
        <span className="num">{t("receipts.items")}</span>
        <span>{t("receipts.paidWith")}</span>
        <span className="num">{t("receipts.total")}</span>
      </div>
      <ul className="scroll" aria-label={t("receipts.title")} onScroll={nearEnd(onMore)}>
        {rows.map((row) => (
          <Row key={row.id} row={row} on={row.id === selected} day={day} onPick={() => onPick(row.id)} />
        ))}
      </ul>
    </div>
  );
}
