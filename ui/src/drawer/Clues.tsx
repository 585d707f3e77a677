import { useTranslation } from "react-i18next";
import type { Clue } from "../api/generated";
import { Icon } from "../shared/icons/Icon";
import { useShop } from "../shared/shop";

function useSentence(): (clue: Clue) => string {
  const { t } = useTranslation();
  const { money, time } = useShop();
  return ({ suspicion, amount, number, method, at_ms }) =>
    t(`drawer.clues.${suspicion}`, {
      amount: money(Math.abs(amount)),
      number: number ?? "",
      method: method
        ? t(
            `pay.${method as "cash" | "card" | "transfer" | "account" | "value" | "deposit" | "points"}`,
          ).toLowerCase()
        : "",
      time: at_ms === null ? "" : time(at_ms),
    });
}

/** Where a difference may come from: what happened in the shift for exactly that amount. It accuses nobody. */
export function Clues({ clues }: { clues: Clue[] }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  if (clues.length === 0) return null;
  return (
    <section className="panel drw-eq">
      <h2>{t("drawer.lookFirst")}</h2>
      <ul className="drw-clues">
        {clues.map((clue) => (
          <li key={`${clue.suspicion}${clue.at_ms}${clue.number}${clue.amount}`}>
            <Icon name="search" size={18} className="i3" />
            <span>{sentence(clue)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
