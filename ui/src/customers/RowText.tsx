import { useTranslation } from "react-i18next";
import type { CustomerRow } from "../api/generated";
import { useShop } from "../shared/shop";

/** A customer in a list: who, how to reach her, and what she owes. */
export function RowText({ row }: { row: CustomerRow }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const favour = row.balance < 0;
  return (
    <>
      <b className="w6 t15 el">{row.name}</b>
      <span className={row.balance > 0 ? "num w6" : "num i3"}>
        {row.balance !== 0 && money(Math.abs(row.balance))}
      </span>
      <span className="t13 i2 el">{[row.phone, row.tax_id].filter(Boolean).join(" · ")}</span>
      <span className="t13 i3 num">
        {row.balance !== 0 && t(favour ? "customers.inFavour" : "customers.owes")}
      </span>
    </>
  );
}
