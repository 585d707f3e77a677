import { useShop } from "../shop";
import { AmountPad } from "./AmountPad";

type Props = { label: string; text: string; onText: (text: string) => void; error?: string | null };

/** An amount of the shop's currency: its mark, its symbol, and thousands where there are no cents. */
export function MoneyPad(props: Props) {
  const { currency } = useShop();
  const symbol = currency.symbol_first ? { before: currency.symbol } : { after: currency.symbol };
  const third = currency.decimals === 0 ? "000" : currency.decimal_mark;
  return <AmountPad {...props} {...symbol} third={third} />;
}
