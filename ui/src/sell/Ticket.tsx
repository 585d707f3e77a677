import { useEffect, useRef, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { Cart, Id } from "../api/generated";
import { Icon } from "../shared/icons/Icon";
import { Button, Key } from "../shared/parts/Button";
import { Empty, Note } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { type LineActions, LineRow } from "./LineRow";
import { Totals } from "./Totals";

type LinesProps = {
  cart: Cart;
  selected: Id | null;
  mayPrice: boolean;
  actions: LineActions;
};

/** How many lines are hidden above the first one that is seen. */
function hiddenAbove(list: HTMLElement): number {
  const top = list.scrollTop + 8;
  return [...list.querySelectorAll<HTMLElement>("[data-line]")].filter(
    (item) => item.offsetTop + item.offsetHeight / 2 < top,
  ).length;
}

function Lines({ cart, selected, mayPrice, actions }: LinesProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const [above, setAbove] = useState(0);
  const measure = () => list.current && setAbove(hiddenAbove(list.current));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list moves when the ticket does
  useEffect(() => {
    const row = selected && list.current?.querySelector(`[data-line="${selected}"]`);
    if (row) row.scrollIntoView?.({ block: "nearest" });
    measure();
  }, [selected, cart]);
  return (
    <div className="lns">
      {above > 0 && (
        <button type="button" className="up" onClick={() => list.current?.scrollTo({ top: 0 })}>
          <Icon name="up" size={14} />
          {t("sell.above", { count: above })}
        </button>
      )}
      <ul ref={list} className="scroll bare" aria-label={t("sell.lines")} onScroll={measure}>
        {cart.lines.map((line) => (
          <LineRow
            key={line.id}
            line={line}
            on={line.id === selected}
            mayPrice={mayPrice}
            actions={actions}
          />
        ))}
      </ul>
    </div>
  );
}

function EmptyTicket() {
  const { t } = useTranslation();
  const { wording } = useShop().shop;
  return (
    <Empty className="lns-empty" icon="scan" title={t("sell.emptyTicket", { scan: wording.scan })}>
      <span>
        <Trans i18nKey="sell.emptyTicketText" components={{ k: <kbd /> }} />
      </span>
    </Empty>
  );
}

type Props = LinesProps & {
  onCustomer: () => void;
  onPark: () => void;
  onDiscount: () => void;
  onDiscard: () => void;
  onPay: () => void;
};

export function Ticket({ onCustomer, onPark, onDiscount, onDiscard, onPay, ...lines }: Props) {
  const { t } = useTranslation();
  const { shop, money } = useShop();
  const { cart } = lines;
  const empty = cart.lines.length === 0;
  return (
    <aside className="tk" aria-label={t("sell.ticket")}>
      <div className="cli">
        <button type="button" className="cli-b grow" title={t("customers.choose")} onClick={onCustomer}>
          <Icon name="user" size={22} className="i3" />
          <b className="w6 t15 el">{cart.customer?.name ?? shop.wording.walk_in}</b>
          <Key name="F2" />
        </button>
        {!empty && (
          <Button kind="quiet" icon="trash" onClick={onDiscard}>
            {t("sell.discard")}
          </Button>
        )}
      </div>
      {cart.order && (
        <Note icon="box">
          {t("orders.inTicket", { kind: t(`orders.kinds.${cart.order.kind}`), number: cart.order.number })}
          {cart.order.held > 0 && ` · ${t("orders.withHeld", { amount: money(cart.order.held) })}`}
        </Note>
      )}
      {(cart.customer?.points?.points ?? 0) > 0 && (
        <Note icon="star">
          {t("customers.points", {
            count: cart.customer?.points?.points ?? 0,
            worth: money(cart.customer?.points?.worth ?? 0),
          })}
        </Note>
      )}
      {cart.customer?.warning && (
        <Note tone="wa" icon="alert">
          {cart.customer.warning}
        </Note>
      )}
      {empty ? <EmptyTicket /> : <Lines {...lines} />}
      <Totals cart={cart} onPark={onPark} onDiscount={onDiscount} onPay={onPay} />
    </aside>
  );
}
