import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart, Id, Tickets, WaitingTicket } from "../api/generated";
import { ask, keyOf, useAsk, useTell } from "../api/queries";
import { useTill } from "../sell/TillContext";
import { showToast } from "../shared/parts/toasts";

/** From here on a ticket has waited long. */
export const longWaitMs = 30 * 60_000;

/** The tickets that wait at this till, and what can be done with them. Each resolves once it is done; a refusal is the caller's to show. */
export function useTickets() {
  const client = useQueryClient();
  const till = useTill();
  const waiting: WaitingTicket[] = useAsk("tickets.list", null).data?.waiting ?? [];
  const took = (tickets: Tickets) => {
    client.setQueryData(keyOf("tickets.list", null), tickets);
    till.tookUp(tickets.cart);
  };
  const park = (cart: Id, note: string | null) => ask("tickets.park", { cart, note }).then(took);
  const resume = (id: Id) => ask("tickets.resume", { id }).then(took);
  return { waiting, park, resume };
}

/** Now, again each half minute: ages are shown in minutes. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** What was sold goes on the ticket again; what cannot be sold today is named. */
export function useRepeat(onTicket: (cart: Cart) => void) {
  const { t } = useTranslation();
  return useTell("cart.repeat", ({ cart, missing }) => {
    onTicket(cart);
    if (missing.length > 0)
      showToast({ tone: "wa", title: t("tickets.repeatMissing"), text: missing.join(", ") });
  });
}
