import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReceiptView } from "../api/generated";
import { Button } from "../shared/parts/Button";
import { useShop } from "../shared/shop";
import { CorrectDialog } from "./CorrectDialog";

type Props = {
  view: ReceiptView;
  mayReprint: boolean;
  working: boolean;
  onReprint: () => void;
  /** None: she may take nothing back. */
  onReturn?: () => void;
  onRepeat: () => void;
};

/** The receipt as it came out, on white paper in both themes. */
export function ReceiptPaper({ view, mayReprint, working, onReprint, onReturn, onRepeat }: Props) {
  const { t } = useTranslation();
  const { dateTime, money } = useShop();
  const [correcting, setCorrecting] = useState(false);
  const { row, copies, image_png_base64: png, text } = view;
  return (
    <>
      <header className="rp-hd">
        <div className="grow">
          <h2 className="t20 el">{row.number}</h2>
          <span className="t13 i2 el blk">
            {dateTime(row.at_ms)} · {row.cashier} · {money(row.total)}
          </span>
        </div>
      </header>
      <section
        className="rp-paper scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        tabIndex={0}
        aria-label={t("receipts.image", { number: row.number })}
      >
        {png ? (
          <img src={`data:image/png;base64,${png}`} alt={t("receipts.image", { number: row.number })} />
        ) : (
          <pre>{text}</pre>
        )}
      </section>
      <footer className="rp-ft">
        <span className="t13 i3 grow">
          {view.corrected && `${t("receipts.corrected")} `}
          {t("receipts.copyNote")} {copies > 0 && t("receipts.copies", { count: copies })}
        </span>
        <Button size="l" icon="plus" onClick={onRepeat}>
          {t("tickets.repeat")}
        </Button>
        {view.returnable && onReturn && (
          <Button size="l" icon="undo" onClick={onReturn}>
            {t("returns.open")}
          </Button>
        )}
        {view.correctable && (
          <Button size="l" icon="transfer" onClick={() => setCorrecting(true)}>
            {t("receipts.correct")}
          </Button>
        )}
        {mayReprint && (
          <Button kind="primary" size="l" icon="printer" working={working} onClick={onReprint}>
            {t("receipts.reprint")}
          </Button>
        )}
      </footer>
      {correcting && <CorrectDialog view={view} onClose={() => setCorrecting(false)} />}
    </>
  );
}
