import { useTranslation } from "react-i18next";
import type { HandBack, Money, Notice, Settlement } from "../api/generated";
import { failureText } from "../shared/i18n/failure";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";
import { Figure, figureStep } from "../shared/parts/Figure";
import { useShop } from "../shared/shop";
import { methodIcons } from "./MethodTabs";
import { type Method, methods } from "./payment";

export function Pieces({ pieces }: { pieces: HandBack[] }) {
  const { t } = useTranslation();
  const { short } = useShop();
  if (pieces.length === 0) return <div className="pcs" />;
  return (
    <div className="pcs">
      <span className="t13 i2">{t("pay.handBack")}</span>
      {pieces.map((piece) => (
        <span key={`${piece.kind}${piece.value}`} className={piece.kind === "note" ? "pc bill" : "pc coin"}>
          <small>{piece.count} ×</small>
          {short(piece.value)}
        </span>
      ))}
    </div>
  );
}

export function BigFigure({ value }: { value: Money }) {
  const { currency } = useShop();
  return <Figure className={`v ${figureStep(value, currency)}`} value={value} currency={currency} />;
}

function Received({ quote }: { quote: Settlement }) {
  const { t } = useTranslation();
  const { money } = useShop();
  return (
    <span className="t13 i2">
      {t("pay.receivedOf", { paid: money(quote.paid), total: money(quote.total) })}
      {quote.rounding !== 0 && ` · ${t("pay.rounding", { amount: money(quote.rounding) })}`}
    </span>
  );
}

type ShortProps = { quote: Settlement; method: Method; onMethod: (method: Method) => void };

/** A short payment is answered with ways to complete it. */
function Short({ quote, method, onMethod }: ShortProps) {
  const { t } = useTranslation();
  return (
    <section className="chg fa" aria-live="polite">
      <div className="row sp">
        <span className="l">{t("pay.missing")}</span>
        <Received quote={quote} />
      </div>
      <BigFigure value={quote.due} />
      <div className="pcs">
        <span className="t13 i2">{t("pay.completeWith")}</span>
        {methods
          .filter((item) => item !== method)
          .map((item) => (
            <Button key={item} icon={methodIcons[item]} onClick={() => onMethod(item)}>
              {t(`pay.${item}`)}
            </Button>
          ))}
      </div>
    </section>
  );
}

export function Trouble({ title, text }: { title: string; text: string }) {
  return (
    <section className="chg da" role="alert">
      <div className="why">
        <Icon name="alert" size={30} />
        <div>
          <b>{title}</b>
          <p>{text}</p>
        </div>
      </div>
    </section>
  );
}

/** Said while another way to pay can still be chosen: the sale ends with a supervisor's PIN. */
export function ToAllow({ notice }: { notice: Notice | null }) {
  if (!notice) return null;
  const { title, text } = failureText({ ...notice, message: "" });
  return (
    <div className="note wa" role="status">
      <Icon name="lock" size={20} />
      <div className="grow">
        <b>{title}</b> <span className="t">{text}</span>
      </div>
    </div>
  );
}

type Props = {
  quote: Settlement;
  failure: Notice | null;
  method: Method;
  onMethod: (method: Method) => void;
};

/** The largest thing on the screen: what to give back, what is missing, or what is wrong. */
export function ChangePanel({ quote, failure, method, onMethod }: Props) {
  const { shop } = useShop();
  const wrong = failure ?? (quote.refusal && quote.refusal.code !== "tender_short" ? quote.refusal : null);
  if (wrong) {
    const { title, text } = failureText({ ...wrong, message: "" });
    return <Trouble title={title} text={text} />;
  }
  if (quote.due > 0) return <Short quote={quote} method={method} onMethod={onMethod} />;
  return (
    <>
      <section className="chg" aria-live="polite">
        <div className="row sp">
          <span className="l">{shop.wording.change}</span>
          <Received quote={quote} />
        </div>
        <BigFigure value={quote.change} />
        <Pieces pieces={quote.hand_back} />
      </section>
      <ToAllow notice={quote.to_allow} />
    </>
  );
}
