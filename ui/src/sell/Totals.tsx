import { useTranslation } from "react-i18next";
import type { Cart } from "../api/generated";
import { one } from "../shared/format/quantity";
import { Button } from "../shared/parts/Button";
import { Figure } from "../shared/parts/Figure";
import { useShop } from "../shared/shop";

/** The count of a ticket may have thousandths when something was weighed. */
export function useItems(): (count: number) => string {
  const { t } = useTranslation();
  const { quantity } = useShop();
  return (count) => t("sell.items", { count: count / one, replace: { count: quantity(count) } });
}

function TaxRow({ cart }: { cart: Cart }) {
  const { t } = useTranslation();
  const { shop, money } = useShop();
  if (cart.tax === 0) return null;
  const only = cart.taxes.filter((tax) => tax.amount !== 0);
  const name = only.length === 1 ? only[0]?.name : undefined;
  const inclusive = shop.price_mode === "inclusive";
  const label = name
    ? inclusive
      ? t("sell.taxIncluded", { tax: name })
      : name
    : t(inclusive ? "sell.taxesIncluded" : "sell.taxes");
  return (
    <div className="r">
      <span>{label}</span>
      <span>{money(cart.tax)}</span>
    </div>
  );
}

type Props = { cart: Cart; onPark: () => void; onDiscount: () => void; onPay: () => void };

export function Totals({ cart, onPark, onDiscount, onPay }: Props) {
  const { t } = useTranslation();
  const { money, currency } = useShop();
  const items = useItems();
  const empty = cart.lines.length === 0;
  return (
    <div className="tot">
      {!empty && (
        <>
          <div className="r">
            <span>{t("sell.subtotal")}</span>
            <span>{money(cart.subtotal)}</span>
          </div>
          {cart.discounts !== 0 && (
            <div className="r">
              <span>{t("sell.discounts")}</span>
              <span className="acc w5">−{money(cart.discounts)}</span>
            </div>
          )}
          <TaxRow cart={cart} />
        </>
      )}
      <div className="T">
        <span>
          <span className="l blk">{t("sell.total")}</span>
          <span className="t13 i3">{items(cart.count)}</span>
        </span>
        <Figure className="v" value={cart.total} currency={currency} />
      </div>
      <div className="go2">
        <div className="tk-pair">
          <Button keyHint="F6" onClick={onPark}>
            {t("tickets.short")}
          </Button>
          <Button disabled={empty} keyHint="−" onClick={onDiscount}>
            {t("sell.discount")}
          </Button>
        </div>
        <Button kind="primary" size="xl" wide disabled={empty} keyHint="F12" onClick={onPay}>
          {t("sell.pay")}
        </Button>
      </div>
    </div>
  );
}
