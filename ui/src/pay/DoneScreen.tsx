import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../api/call";
import type { PrinterStatus, SaleDone, SessionUser } from "../api/generated";
import { useAsk } from "../api/queries";
import { useKeys } from "../shared/keyboard/keys";
import { Button } from "../shared/parts/Button";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { useShop } from "../shared/shop";
import { BigFigure, Pieces } from "./ChangePanel";
import { PayHeader } from "./PayHeader";

function Printed({ done, status }: { done: SaleDone; status: PrinterStatus | undefined }) {
  const { t } = useTranslation();
  const { shop } = useShop();
  const { receipt } = shop.wording;
  const copy = () =>
    call("receipts.reprint", { id: done.id })
      .then(() => showToast({ tone: "done", title: t("receipts.reprinted") }))
      .catch(showFailure);
  const failed = status?.failed.find((job) => job.id === done.print_job);
  if (failed) {
    return (
      <Note tone="da" icon="printer" title={t("pay.printFailed", { receipt, number: done.short_number })}>
        {t("pay.printFailedText")}
      </Note>
    );
  }
  if (done.print_job) {
    const working = (status?.waiting ?? 0) > 0;
    return <Note icon="printer">{t(working ? "pay.printing" : "pay.printedOk")}</Note>;
  }
  return (
    <div className="row sp done-np">
      <span className="i2">{t(status?.state === "none" ? "pay.noPrinter" : "pay.notPrinted")}</span>
      {status?.state !== "none" && <Button onClick={() => void copy()}>{t("pay.printNow")}</Button>}
    </div>
  );
}

type Props = { done: SaleDone; user: SessionUser; gadgets: ReactNode; onNext: () => void };

/** The change stays, huge, until the next ticket begins. */
export function DoneScreen({ done, user, gadgets, onNext }: Props) {
  const { t } = useTranslation();
  const { shop, money } = useShop();
  const status = useAsk("printer.status", null).data;
  const next = useRef<HTMLButtonElement>(null);
  useKeys({ Enter: onNext, Escape: onNext });
  const change = done.change > 0;
  return (
    <div className="pay">
      <PayHeader label={t("pay.nextTicket")} user={user} gadgets={gadgets} onBack={onNext}>
        {t("pay.doneNumber", { receipt: shop.wording.receipt, number: done.short_number })}
      </PayHeader>
      <div className="pay-in">
        <main className="lft">
          <section className="chg done" role="status">
            <div className="row sp">
              <span className="l">{change ? shop.wording.change : t("pay.exactPaid")}</span>
              {done.drawer && <span className="t13 i2">{t("pay.drawerOpen")}</span>}
            </div>
            <BigFigure value={change ? done.change : done.total} />
            {change ? (
              <Pieces pieces={done.hand_back} />
            ) : (
              <span className="t15 i2">{t("pay.noChange")}</span>
            )}
          </section>
        </main>
        <aside className="rgt">
          <div className="done-head">
            <span className="badge ok">{t("pay.done")}</span>
            <b>{done.short_number}</b>
            <span className="i2 t15">
              {t("sell.total")} {money(done.total)}
            </span>
          </div>
          <Printed done={done} status={status} />
          <span className="grow" />
          <p className="t13 i3">{t("pay.nextHint")}</p>
          <Button ref={next} kind="primary" size="xl" wide keyHint="Enter" autoFocus onClick={onNext}>
            {t("pay.nextTicket")}
          </Button>
        </aside>
      </div>
    </div>
  );
}
