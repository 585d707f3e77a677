import { useTranslation } from "react-i18next";
import type { Recovered } from "../api/generated";
import { counted } from "../shared/format/quantity";
import { useShop } from "../shared/shop";

type Fact = "at" | "from" | "sales" | "newest" | "missing" | "passed" | "aside";

/** What was found and what was not, line by line. */
function useFacts(found: Recovered): [Fact, string][] {
  const { t } = useTranslation();
  const { dateTime, quantity } = useShop();
  const newest = [found.newest_receipt, found.newest_at_ms === null ? null : dateTime(found.newest_at_ms)];
  const facts: [Fact, string][] = [
    ["from", found.from_at_ms === null ? t("copies.facts.noFull") : dateTime(found.from_at_ms)],
    ["sales", quantity(found.sales * 1000)],
    ["newest", newest.filter((part) => part !== null).join(", ") || t("copies.facts.none")],
    ["missing", missingWords()],
  ];
  if (found.passed_over > 0)
    facts.push(["passed", t("copies.facts.passedOver", counted(found.passed_over, quantity))]);
  if (found.set_aside !== null) facts.push(["aside", found.set_aside]);
  return facts;

  function missingWords(): string {
    if (found.missing_sales > 0)
      return t("copies.facts.missingSales", counted(found.missing_sales, quantity));
    if (found.missing_entries > 0)
      return t("copies.facts.missingEntries", counted(found.missing_entries, quantity));
    return t("copies.facts.missingNothing");
  }
}

export function isWhole(found: Recovered): boolean {
  return found.missing_entries === 0 && found.missing_sales === 0;
}

export function RecoveredFacts({ found }: { found: Recovered }) {
  const { t } = useTranslation();
  const short = !isWhole(found);
  return (
    <dl className="cop-dl">
      {useFacts(found).map(([fact, words]) => (
        <div key={fact}>
          <dt>{t(`copies.facts.${fact}`)}</dt>
          <dd className={short && fact === "missing" ? "w6 wrn" : ""}>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
