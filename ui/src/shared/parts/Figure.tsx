import type { Currency, Money } from "../../api/generated";
import { moneyParts } from "../format/money";

type Props = { value: Money; currency: Currency; className?: string };

/** An amount that stands alone: proportional figures, smaller cents, never superscript. */
export function Figure({ value, currency, className = "" }: Props) {
  const parts = moneyParts(value, currency);
  return (
    <span className={`hero-fig ${className}`}>
      {parts.sign}
      {parts.before}
      {parts.whole}
      {parts.cents && <span className="cts">{parts.cents}</span>}
      {parts.after && <span className="cts">{parts.after}</span>}
    </span>
  );
}

const marks = /[.,\s\u00a0]/g;

/** How wide a figure is, in digits. */
function widthOf(text: string): number {
  const narrow = text.match(marks)?.length ?? 0;
  return text.length - narrow * 0.55;
}

/** Long figures step down so that they never wrap or run out of their panel. */
export function figureStep(value: Money, currency: Currency): "f4" | "f3" | "f2" | "f1" {
  const { sign, before, whole, cents, after } = moneyParts(value, currency);
  const width = widthOf(sign + before + whole) + 0.56 * widthOf(cents + after);
  if (width <= 5.8) return "f4";
  if (width <= 7) return "f3";
  return width <= 9.2 ? "f2" : "f1";
}
