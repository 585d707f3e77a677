import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, OrderDocument, OrderView } from "../api/generated";
import { ask, keyOf, useAsk, useTell } from "../api/queries";
import { useTill } from "../sell/TillContext";
import { formatShortDate } from "../shared/format/dates";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { Note, Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { useShop } from "../shared/shop";
import { CancelDialog, DepositDialog } from "./MoneyDialogs";
import { Sum } from "./Sum";
import "./orders.css";

function usePrint() {
  const { t } = useTranslation();
  const print = useTell("orders.print", () => showToast({ tone: "done", title: t("orders.printed") }));
  return (id: Id) => print.mutate({ id }, { onError: (thrown) => showFailure(thrown) });
}

function Receipt({ document, onPrint }: { document: OrderDocument; onPrint: () => void }) {
  const { t } = useTranslation();
  const { money, dateTime } = useShop();
  const methods = document.methods.map((method) =>
    t(`pay.${method as "cash" | "card" | "transfer" | "value"}`),
  );
  return (
    <li className="ord-doc">
      <span className="grow">
        <b className="w5 blk el">{[document.number, ...methods].join(" · ")}</b>
        <span className="t13 i3">
          {t("orders.byWho", { by: document.by, day: dateTime(document.at_ms) })}
        </span>
      </span>
      <b className="num">{money(document.amount)}</b>
      <Button
        kind="quiet"
        icon="printer"
        aria-label={t("orders.printReceipt", { number: document.number })}
        onClick={onPrint}
      />
    </li>
  );
}

function Details({ view }: { view: OrderView }) {
  const { t } = useTranslation();
  const { money, quantity, language } = useShop();
  const print = usePrint();
  const { row } = view;
  const isOpen = row.state === "open" || row.state === "overdue";
  return (
    <div className="ord-two">
      <div className="ord-form">
        <ul className="bare ord-lines" aria-label={t("sell.lines")}>
          {view.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their order
            <li key={at}>
              <Sum label={`${quantity(line.quantity)} × ${line.name}`}>{money(line.total)}</Sum>
            </li>
          ))}
        </ul>
        {view.documents.length > 0 && (
          <ul className="bare" aria-label={t("orders.deposits")}>
            {view.documents.map((document) => (
              <Receipt key={document.id} document={document} onPrint={() => print(document.id)} />
            ))}
          </ul>
        )}
      </div>
      <section className="ord-sum" aria-label={t("orders.total")}>
        <Sum label={t("orders.total")}>{money(row.total)}</Sum>
        <Sum label={t("orders.deposits")}>{money(row.held)}</Sum>
        {isOpen && (
          <>
            <Sum label={t("orders.left")} strong>
              {money(row.left)}
            </Sum>
            {view.schedule.map(({ due, amount }) => (
              <Sum key={due} label={formatShortDate(due, language)} quiet>
                {money(amount)}
              </Sum>
            ))}
            <Sum label={t("orders.until")}>{formatShortDate(row.valid_until, language)}</Sum>
          </>
        )}
      </section>
      {!isOpen && row.held > 0 && (
        <Note tone="wa" icon="alert">
          {t("orders.stillHeld", { amount: money(row.held) })}
        </Note>
      )}
      {view.credit.map((code) => (
        <Note key={code} tone="ok" icon="tag" title={t("orders.credit")}>
          {code}
        </Note>
      ))}
    </div>
  );
}

type Props = { id: Id; onBack?: () => void; onClose: () => void };

/** One order: what it is, what was left for it, and what can be done with it. */
export function OrderDialog({ id, onBack, onClose }: Props) {
  const { t } = useTranslation();
  const { dateTime } = useShop();
  const till = useTill();
  const client = useQueryClient();
  const found = useAsk("orders.get", { id }, { fresh: true });
  const [stage, setStage] = useState<"order" | "deposit" | "cancel">("order");
  const { working, failure, run } = useSubmit();
  const print = usePrint();
  const view = found.data;
  const shown = (next: OrderView) => {
    client.setQueryData(keyOf("orders.get", { id }), next);
    setStage("order");
  };
  if (view && stage === "deposit")
    return <DepositDialog view={view} onDone={shown} onClose={() => setStage("order")} />;
  if (view && stage === "cancel")
    return <CancelDialog view={view} onDone={shown} onClose={() => setStage("order")} />;
  const row = view?.row;
  const isOpen = row?.state === "open" || row?.state === "overdue";
  const take = () =>
    void run(async () => {
      till.tookUp(await ask("orders.take", { id }));
      onClose();
    });
  const who = view && [row?.customer, view.phone].filter(Boolean).join(" · ");
  return (
    <Dialog
      open
      leads
      onClose={onBack ?? onClose}
      icon="box"
      width="wide"
      title={row ? t("orders.inTicket", { kind: t(`orders.kinds.${row.kind}`), number: row.number }) : ""}
      text={
        row &&
        [who, t("orders.byWho", { by: view?.by, day: dateTime(row.at_ms) })].filter(Boolean).join(" · ")
      }
      footer={
        <>
          {isOpen && (
            <Button kind="primary" size="l" working={working} onClick={take}>
              {t("orders.take")}
            </Button>
          )}
          {isOpen && (row?.left ?? 0) > 0 && (
            <Button size="l" onClick={() => setStage("deposit")}>
              {t("orders.receive")}
            </Button>
          )}
          <span className="grow" />
          {(isOpen || (row?.held ?? 0) > 0) && (
            <Button kind="quiet" size="l" onClick={() => setStage("cancel")}>
              {t("orders.cancel")}
            </Button>
          )}
          <Button size="l" keyHint="Esc" onClick={onBack ?? onClose}>
            {t(onBack ? "orders.back" : "common.close")}
          </Button>
        </>
      }
    >
      {found.error && <Refused thrown={found.error} />}
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      {row && (
        <div className="row sp">
          <output className={`ord-state ${row.state}`}>{t(`orders.states.${row.state}`)}</output>
          <Button kind="quiet" icon="printer" onClick={() => print(id)}>
            {t("orders.print")}
          </Button>
        </div>
      )}
      {view && <Details view={view} />}
    </Dialog>
  );
}
