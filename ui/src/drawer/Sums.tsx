import { useTranslation } from "react-i18next";
import type { CashSums, MethodSum, Money } from "../api/generated";
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

/** What came in, by method. */
export function MethodsPanel({
  methods,
  total,
  sales,
}: {
  methods: MethodSum[];
  total: Money;
  sales: number;
}) {
  const { t } = useTranslation();
  const { money } = useShop();
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
          {methods.map(({ method, count, amount }) => (
            <tr key={method}>
              <td className="w5">{t(`pay.${method as "cash" | "card" | "transfer"}`)}</td>
              <td className="num i2">{count}</td>
              <td className="num">{money(amount)}</td>
            </tr>
          ))}
          <tr className="sum">
            <td>{t("drawer.sales")}</td>
            <td className="num">{sales}</td>
            <td className="num">{money(total)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
