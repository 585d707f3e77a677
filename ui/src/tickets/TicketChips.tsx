import { useTranslation } from "react-i18next";
import type { WaitingTicket } from "../api/generated";
import { useTillState } from "../sell/TillContext";
import { showFailure } from "../shared/parts/trouble";
import { useShop } from "../shared/shop";
import { longWaitMs, useNow, useTickets } from "./useTickets";
import "./tickets.css";

type AgeProps = { ticket: WaitingTicket; now: number };

/** "12 min", "2 h": as short as a chip is. */
export function Age({ ticket, now }: AgeProps) {
  const { t } = useTranslation();
  const waited = Math.max(0, now - ticket.parked_at_ms);
  const minutes = Math.floor(waited / 60_000);
  return (
    <span className={waited >= longWaitMs ? "wrn w5" : undefined}>
      {minutes < 60
        ? t("tickets.minutes", { count: minutes })
        : t("tickets.hours", { count: Math.floor(minutes / 60) })}
    </span>
  );
}

/** What a ticket is called: as it was named, or after whoever put it aside. */
export const nameOf = (ticket: WaitingTicket) => ticket.note ?? ticket.owner.split(" ")[0] ?? "";

/** The ticket in hand and those that wait; one press takes another up. Nothing while none waits. */
export function TicketChips({ onAll }: { onAll: () => void }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const { cart } = useTillState();
  const { waiting, resume } = useTickets();
  const now = useNow();
  if (waiting.length === 0) return null;
  return (
    <nav className="chips" aria-label={t("tickets.title")}>
      {(cart?.lines.length ?? 0) > 0 && (
        <span className="chip on">
          <span>
            <b>{t("tickets.current")}</b>
            <small>{money(cart?.total ?? 0)}</small>
          </span>
        </span>
      )}
      {waiting.map((ticket) => (
        <button
          key={ticket.id}
          type="button"
          className="chip"
          onClick={() => void resume(ticket.id).catch(showFailure)}
        >
          <span>
            <b className="el">{nameOf(ticket)}</b>
            <small>
              {money(ticket.total)} · <Age ticket={ticket} now={now} />
            </small>
          </span>
        </button>
      ))}
      <button type="button" className="chip all" onClick={onAll}>
        {t("tickets.all", { count: waiting.length })}
      </button>
    </nav>
  );
}
