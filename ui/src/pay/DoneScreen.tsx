import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../api/call";
import type { Id, PrinterStatus, SaleDone, SessionUser } from "../api/generated";
import { keyOf, useAsk } from "../api/queries";
import { printerReason } from "../shared/i18n/printer";
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
  const client = useQueryClient();
  const { receipt } = shop.wording;
  const copy = () =>
    call("receipts.reprint", { id: done.id })
      .then(() => showToast({ tone: "done", title: t("receipts.reprinted") }))
      .catch(showFailure);
  const retry = (job: Id) =>
    void call("print.resolve", { job, action: "retry" })
      .then((next) => client.setQueryData(keyOf("printer.status", null), next))
      .catch(showFailure);
  const failed = status?.failed.find((job) => job.id === done.print_job);
  if (failed) {
    const reason = printerReason(failed.error);
    return (
      <>
        <Note tone="da" icon="printer" title={t("pay.printFailed", { receipt, number: done.short_number })}>
          {reason ? `${reason}. ` : ""}
          {t("pay.printFailedText")}
        </Note>
        <Button icon="printer" onClick={() => retry(failed.id)}>
          {t("printer.retry")}
        </Button>
      </>
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

const bounce = 300;

type Props = { done: SaleDone; user: SessionUser; gadgets: ReactNode; onNext: () => void };

/** The change stays, huge, until the next ticket begins. */
export function DoneScreen({ done, user, gadgets, onNext }: Props) {
  const { t } = useTranslation();
  const { shop, money } = useShop();
  const status = useAsk("printer.status", null).data;
  const since = useRef(Date.now());
  // The Enter that ended the sale may bounce: it must not take the change off the screen.
  const next = () => Date.now() - since.current > bounce && onNext();
  useKeys({ Enter: next, Escape: next });
  const change = done.change > 0;
  const back = done.total < 0;
  return (
    <div className="pay">
      <PayHeader label={t("pay.nextTicket")} user={user} gadgets={gadgets} onBack={onNext}>
        {t("pay.doneNumber", { receipt: shop.wording.receipt, number: done.short_number })}
      </PayHeader>
      <div className="pay-in">
        <main className="lft">
          <section className="chg done" role="status">
            <div className="row sp">
              <span className="l">
                {change ? shop.wording.change : t(back ? "pay.givenBack" : "pay.exactPaid")}
              </span>
              {done.drawer && <span className="t13 i2">{t("pay.drawerOpen")}</span>}
            </div>
            <BigFigure value={change ? done.change : Math.abs(done.total)} />
            {change ? (
              <Pieces pieces={done.hand_back} />
            ) : (
              !back && <span className="t15 i2">{t("pay.noChange")}</span>
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
          {done.points !== 0 && (
            <Note icon="star">
              {t(done.points > 0 ? "pay.pointsEarned" : "pay.pointsLess", { count: Math.abs(done.points) })}
            </Note>
          )}
          {done.credit.map((code) => (
            <Note key={code} icon="tag" title={t("pay.creditGiven")}>
              <output className="val-code">{code}</output>
            </Note>
          ))}
          <Printed done={done} status={status} />
          <span className="grow" />
          <p className="t13 i3">{t("pay.nextHint")}</p>
          <Button kind="primary" size="xl" wide keyHint="Enter" onClick={onNext}>
            {t("pay.nextTicket")}
          </Button>
        </aside>
      </div>
    </div>
  );
}
