import { useTranslation } from "react-i18next";
import type { WaitingTicket } from "../api/generated";
import { useTillState } from "../sell/TillContext";
import { showFailure } from "../shared/parts/trouble";
import { useShop } from "../shared/shop";
import { longWaitMs, useNow, useTickets } from "./useTickets";
import "./tickets.css";

/** "12 min", "2 h": as short as a chip is. */
export function useAge(): (since: number, now: number) => string {
  const { t } = useTranslation();
  return (since, now) => {
    const minutes = Math.max(0, Math.floor((now - since) / 60_000));
    return minutes < 60
      ? t("tickets.minutes", { count: minutes })
      : t("tickets.hours", { count: Math.floor(minutes / 60) });
  };
}

type AgeProps = { ticket: WaitingTicket; now: number };

export function Age({ ticket, now }: AgeProps) {
  const age = useAge();
  const long = now - ticket.parked_at_ms >= longWaitMs;
  return <span className={long ? "wrn w5" : undefined}>{age(ticket.parked_at_ms, now)}</span>;
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
