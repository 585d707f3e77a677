import { useTranslation } from "react-i18next";
import type { Tender } from "../api/generated";
import { Icon } from "../shared/icons/Icon";
import { useShop } from "../shared/shop";
import { methodIcons } from "./MethodTabs";

function useDetail(): (tender: Tender, exact: boolean) => string {
  const { t } = useTranslation();
  const { currency, short } = useShop();
  return (tender, exact) => {
    if (tender.method === "cash") {
      if (exact) return t("pay.exactAmount");
      const note = currency.denominations.some(
        (item) => item.kind === "note" && item.value === tender.amount,
      );
      return note ? t("pay.oneNote", { value: short(tender.amount) }) : "";
    }
    if (tender.method === "account" || tender.method === "deposit" || tender.method === "points") return "";
    if (tender.method === "value") return tender.code;
    if (tender.method === "transfer") return tender.reference;
    const card = tender.last_four
      ? t("pay.cardDetail", { brand: tender.brand, last: tender.last_four }).trim()
      : tender.brand;
    const code = tender.authorisation
      ? t("pay.authDetail", { code: tender.authorisation })
      : tender.reference;
    return [card, code].filter(Boolean).join(", ");
  };
}

type RowProps = { tender: Tender; exact: boolean; on: boolean; onRemove: (() => void) | null };

function Row({ tender, exact, on, onRemove }: RowProps) {
  const { t } = useTranslation();
  const { money } = useShop();
  const detail = useDetail();
  return (
    <li className={on ? "r on" : "r"}>
      <span className="ci">
        <Icon name={methodIcons[tender.method]} size={22} />
      </span>
      <span className="grow">
        <b className="w6 t15 blk">{t(`pay.${tender.method}`)}</b>
        <span className="t13 i3 blk el">{detail(tender, exact)}</span>
      </span>
      <span className="a">{money(tender.amount)}</span>
      {onRemove ? (
        <button
          type="button"
          className="btn btn-q btn-i"
          aria-label={t("pay.removeTender", { amount: money(tender.amount) })}
          onClick={onRemove}
        >
          <Icon name="x" size={18} />
        </button>
      ) : (
        <span />
      )}
    </li>
  );
}

type Props = {
  fixed: Tender[];
  tender: Tender | null;
  exact: boolean;
  onRemove: (index: number) => void;
  onReset: () => void;
};

export function TenderList({ fixed, tender, exact, onRemove, onReset }: Props) {
  const { t } = useTranslation();
  if (fixed.length === 0 && !tender) return null;
  return (
    <ul className="tn panel scroll bare" aria-label={t("pay.tenders")}>
      {fixed.map((item, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: payments have no identity but their order
          key={index}
          tender={item}
          exact={false}
          on={false}
          onRemove={item.method === "deposit" ? null : () => onRemove(index)}
        />
      ))}
      {tender && <Row tender={tender} exact={exact} on onRemove={exact ? null : onReset} />}
    </ul>
  );
}
