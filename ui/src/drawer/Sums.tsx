import { useTranslation } from "react-i18next";
import type { CashSums, Money, ShiftTotals } from "../api/generated";
import { useShop } from "../shared/shop";

function useSigned(): (value: Money) => string {
  const { money } = useShop();
  return (value) => (value > 0 ? `+${money(value)}` : money(value));
}

/** Where the cash came from and went: what should be there is this and nothing else. */
export function CashPanel({ cash, expected, counted }: { cash: CashSums; expected: Money; counted?: Money }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const signed = useSigned();
  const rows: [string, Money][] = [
    [t("drawer.cashSales"), cash.sales],
    ...(cash.refunds ? ([[t("drawer.refunds"), -cash.refunds]] satisfies [string, Money][]) : []),
    ...(cash.collected ? ([[t("drawer.collected"), cash.collected]] satisfies [string, Money][]) : []),
    ...(cash.issued ? ([[t("drawer.issued"), cash.issued]] satisfies [string, Money][]) : []),
    ...(cash.deposits ? ([[t("drawer.deposits"), cash.deposits]] satisfies [string, Money][]) : []),
    [t("drawer.paidIn"), cash.paid_in],
    [t("drawer.paidOut"), -cash.paid_out],
  ];
  return (
    <section className="panel drw-eq">
      <h2>{t("drawer.shouldBe")}</h2>
      <div className="drw-r">
        <span>{t("drawer.opening")}</span>
        <b>{money(cash.opening)}</b>
      </div>
      {rows.map(([label, value]) => (
        <div key={label} className="drw-r">
          <span>{label}</span>
          <b>{signed(value)}</b>
        </div>
      ))}
      <div className="drw-r sum">
        <span>{t("drawer.expected")}</span>
        <b>{money(expected)}</b>
      </div>
      {counted !== undefined && (
        <div className="drw-r sum">
          <span>{t("drawer.counted")}</span>
          <b>{money(counted)}</b>
        </div>
      )}
    </section>
  );
}

/** What came in, by method: the sales, and what rounding the cash added or took. */
export function MethodsPanel({ totals }: { totals: ShiftTotals }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const signed = useSigned();
  return (
    <section className="panel drw-tab">
      <table>
        <thead>
          <tr>
            <th scope="col">{t("drawer.method")}</th>
            <th scope="col" className="num">
              {t("drawer.times")}
            </th>
            <th scope="col" className="num">
              {t("drawer.amount")}
            </th>
          </tr>
        </thead>
        <tbody>
          {totals.methods.map(({ method, count, amount }) => (
            <tr key={method}>
              <td className="w5">
                {t(
                  `pay.${method as "cash" | "card" | "transfer" | "account" | "value" | "deposit" | "points"}`,
                )}
              </td>
              <td className="num i2">{count}</td>
              <td className="num">{money(amount)}</td>
            </tr>
          ))}
          {totals.rounding !== 0 && (
            <tr>
              <td className="i2">{t("drawer.rounding")}</td>
              <td />
              <td className="num i2">{signed(-totals.rounding)}</td>
            </tr>
          )}
          {totals.collected.map(({ method, count, amount }) => (
            <tr key={`collected-${method}`}>
              <td className="i2">
                {t("drawer.collectedBy", { method: t(`pay.${method as "cash" | "card" | "transfer"}`) })}
              </td>
              <td className="num i2">{count}</td>
              <td className="num i2">{money(amount)}</td>
            </tr>
          ))}
          {totals.issued.map(({ method, count, amount }) => (
            <tr key={`issued-${method}`}>
              <td className="i2">
                {t("drawer.issuedBy", { method: t(`pay.${method as "cash" | "card" | "transfer"}`) })}
              </td>
              <td className="num i2">{count}</td>
              <td className="num i2">{money(amount)}</td>
            </tr>
          ))}
          {totals.deposits.map(({ method, count, amount }) => (
            <tr key={`deposits-${method}`}>
              <td className="i2">
                {t("drawer.depositsBy", {
                  method: t(`pay.${method as "cash" | "card" | "transfer" | "value"}`),
                })}
              </td>
              <td className="num i2">{count}</td>
              <td className="num i2">{money(amount)}</td>
            </tr>
          ))}
          <tr className="sum">
            <td>{t("drawer.sales")}</td>
            <td className="num">{totals.sales}</td>
            <td className="num">{money(totals.total)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
