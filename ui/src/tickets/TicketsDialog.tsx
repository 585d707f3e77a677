import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "../api/generated";
import { OrdersDialog } from "../orders/OrdersDialog";
import { PlaceDialog } from "../orders/PlaceDialog";
import { useTillState } from "../sell/TillContext";
import { useItems } from "../sell/Totals";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { QuotationsDialog, QuoteDialog } from "./Quotations";
import { Age, nameOf } from "./TicketChips";
import { useNow, useTickets } from "./useTickets";

/** Puts the ticket in hand aside, or takes up one that waits. */
export function TicketsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { money, time } = useShop();
  const items = useItems();
  const { waiting, park, resume } = useTickets();
  const { working, failure, run } = useSubmit();
  const [note, setNote] = useState("");
  const now = useNow();
  const [stage, setStage] = useState<"tickets" | "quote" | "quotations" | "place" | "orders">("tickets");
  const { cart } = useTillState();
  const some = cart !== null && cart.lines.length > 0;
  const aside = () => {
    if (cart) void run(() => park(cart.id, note.trim() || null).then(onClose));
  };
  const take = (id: Id) => void run(() => resume(id).then(onClose));
  if (stage === "quote") return <QuoteDialog onClose={onClose} />;
  if (stage === "place" && cart) return <PlaceDialog cart={cart} onClose={onClose} />;
  if (stage === "orders") return <OrdersDialog onClose={onClose} />;
  if (stage === "quotations") return <QuotationsDialog onClose={onClose} />;
  return (
    <Dialog
      open
      leads
      onClose={onClose}
      icon="receipt"
      title={t(some ? "tickets.parkTitle" : "tickets.title")}
      text={some ? t("tickets.parkText", { total: money(cart.total) }) : t("tickets.takeText")}
      onSubmit={some ? aside : undefined}
      footer={
        <>
          {some && (
            <Button kind="primary" size="l" submit working={working} keyHint="↵">
              {t("tickets.park")}
            </Button>
          )}
          {some && (
            <Button size="l" onClick={() => setStage("quote")}>
              {t("quotations.make")}
            </Button>
          )}
          {some && !cart.order && (
            <Button size="l" onClick={() => setStage("place")}>
              {t("orders.make")}
            </Button>
          )}
          <span className="grow" />
          {!some && (
            <Button size="l" icon="box" onClick={() => setStage("orders")}>
              {t("orders.title")}
            </Button>
          )}
          {!some && (
            <Button size="l" icon="note" onClick={() => setStage("quotations")}>
              {t("quotations.title")}
            </Button>
          )}
          <Button kind="quiet" size="l" keyHint="Esc" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      {some && (
        <TextField
          label={`${t("tickets.note")} (${t("common.optional")})`}
          hint={t("tickets.noteHint")}
          value={note}
          maxLength={60}
          onText={setNote}
        />
      )}
      {waiting.length > 0 && (
        <ul className="bare tk-wait" aria-label={t("tickets.title")}>
          {waiting.map((ticket) => (
            <li key={ticket.id}>
              <button type="button" className="hit" disabled={working} onClick={() => take(ticket.id)}>
                <span className="grow">
                  <b className="blk el">{nameOf(ticket)}</b>
                  <span className="t13 i3">
                    {items(ticket.count)} · {ticket.owner} · {time(ticket.parked_at_ms)} ·{" "}
                    <Age ticket={ticket} now={now} />
                  </span>
                </span>
                <b className="t17">{money(ticket.total)}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
      {!some && waiting.length === 0 && <Note icon="info">{t("tickets.none")}</Note>}
    </Dialog>
  );
}
