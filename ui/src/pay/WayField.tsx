import { useTranslation } from "react-i18next";
import type { Tender } from "../api/generated";
import { SelectField } from "../shared/parts/Choice";

/** By what money comes in without a ticket: all of it by one. */
export type Way = "cash" | "card" | "transfer";
const ways: Way[] = ["cash", "card", "transfer"];

export function paidBy(way: Way, amount: number): Tender {
  if (way === "cash") return { method: "cash", amount };
  if (way === "transfer") return { method: "transfer", amount, reference: "" };
  return { method: "card", amount, reference: "", brand: "", last_four: "", authorisation: "" };
}

export function WayField({ way, onWay }: { way: Way; onWay: (way: Way) => void }) {
  const { t } = useTranslation();
  const options = ways.map((value) => ({ value, label: t(`pay.${value}`) }));
  return <SelectField label={t("pay.methods")} value={way} options={options} onValue={onWay} />;
}
