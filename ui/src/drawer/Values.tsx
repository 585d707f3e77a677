import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ValueKind, ValueView } from "../api/generated";
import { ask, useAsk, useTell } from "../api/queries";
import { paidBy, type Way, WayField } from "../pay/WayField";
import { formatIsoDate } from "../shared/format/dates";
import { parseMoney } from "../shared/format/money";
import { ApprovalDialog, useApproval } from "../shared/forms/Approval";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { MoneyPad } from "../shared/parts/MoneyPad";
import { Empty, Note, Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { useShop } from "../shared/shop";

type IssueProps = { kind: ValueKind; onDone: () => void; onClose: () => void };

/** A gift card is paid for like anything; a voucher is given away by whoever may grant that. */
export function IssueDialog({ kind, onDone, onClose }: IssueProps) {
  const { t } = useTranslation();
  const { currency, money } = useShop();
  const [text, setText] = useState("");
  const [way, setWay] = useState<Way>("cash");
  const [days, setDays] = useState("");
  const { working, failure, run, clear } = useSubmit();
  // one dialog is one issue: an answer that was lost may have been a yes
  const [id] = useState(newId);
  const [issued, setIssued] = useState<ValueView | null>(null);
  const amount = parseMoney(text, currency);
  const approval = useApproval((approval) =>
    run(async () => {
      if (!amount) return;
      const tenders = kind === "gift_card" ? [paidBy(way, amount)] : [];
      const until = days === "" ? null : Number(days);
      setIssued(await ask("values.issue", { id, kind, amount, tenders, days: until, approval, print: true }));
      onDone();
    }),
  );
  if (issued)
    return (
      <Dialog
        open
        onClose={onClose}
        icon="tag"
        width="narrow"
        title={t("values.issued", { amount: money(issued.balance) })}
        text={t("values.issuedText")}
        footer={
          <>
            <span className="grow" />
            <Button kind="primary" size="l" autoFocus onClick={onClose}>
              {t("common.close")}
            </Button>
          </>
        }
      >
        <output className="val-code">{issued.code}</output>
      </Dialog>
    );
  if (approval.asking)
    return (
      <ApprovalDialog
        text={t("values.approval", { amount: money(amount ?? 0) })}
        working={working}
        failure={failure}
        onGrant={(granted) => void approval.act(granted)}
        onClose={() => {
          clear();
          approval.stop();
        }}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      icon="tag"
      width="narrow"
      title={t(`values.kinds.${kind}`)}
      onSubmit={() => void approval.act(null)}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={!amount}>
            {t(kind === "gift_card" ? "values.sell" : "values.give")}
          </Button>
        </>
      }
    >
      <MoneyPad
        label={t("drawer.amount")}
        text={text}
        onText={setText}
        error={failure ? failureLine(failure) : null}
      />
      {kind === "gift_card" && <WayField way={way} onWay={setWay} />}
      <TextField
        label={t("values.days")}
        hint={t("values.daysHint")}
        value={days}
        inputMode="numeric"
        onText={(typed) => setDays(typed.replace(/\D/g, "").slice(0, 3))}
      />
    </Dialog>
  );
}

function Row({ value }: { value: ValueView }) {
  const { t } = useTranslation();
  const { money, language } = useShop();
  const print = useTell("values.print", () => showToast({ tone: "done", title: t("values.printed") }));
  const until = value.valid_until && formatIsoDate(value.valid_until, language);
  return (
    <li className="val">
      <span className="grow">
        <b className="w6 blk num">{value.code}</b>
        <span className="t13 i3">
          {t(`values.kinds.${value.kind}`)} · {formatIsoDate(value.date, language)}
          {until && ` · ${t(value.expired ? "values.expired" : "values.until", { day: until })}`}
        </span>
        {value.balance < 0 && <span className="t13 wrn w6 blk">{t("values.beyond")}</span>}
      </span>
      <span className="num">
        <b className="t17 blk">{money(value.balance)}</b>
        {value.balance !== value.issued && (
          <span className="t13 i3">{t("values.of", { amount: money(value.issued) })}</span>
        )}
      </span>
      <Button
        kind="quiet"
        icon="printer"
        aria-label={t("values.print", { code: value.code })}
        onClick={() => print.mutate({ id: value.id }, { onError: (thrown) => showFailure(thrown) })}
      />
    </li>
  );
}

/** What the shop owes to whoever holds a code. */
export function Values() {
  const { t } = useTranslation();
  const { money } = useShop();
  const [kind, setKind] = useState<ValueKind | null>(null);
  const { data, error, refetch } = useAsk("values.list", null, { fresh: true });
  return (
    <>
      <div className="row sp">
        <span className="i2">
          {t("values.owed")} <b className="i1">{money(data?.owed ?? 0)}</b>
        </span>
        <span className="row ppl-bar">
          <Button icon="tag" onClick={() => setKind("gift_card")}>
            {t("values.sellCard")}
          </Button>
          <Button icon="tag" onClick={() => setKind("voucher")}>
            {t("values.giveVoucher")}
          </Button>
        </span>
      </div>
      {error && <Refused thrown={error} />}
      {data?.rows.length === 0 && (
        <Empty className="grow" icon="tag" title={t("values.none")}>
          <span>{t("values.noneText")}</span>
        </Empty>
      )}
      {(data?.rows.length ?? 0) > 0 && (
        <ul className="bare panel scroll vals" aria-label={t("values.title")}>
          {data?.rows.map((value) => (
            <Row key={value.id} value={value} />
          ))}
        </ul>
      )}
      {(data?.rows.length ?? 0) >= 500 && <Note icon="info">{t("values.more")}</Note>}
      {kind && <IssueDialog kind={kind} onDone={() => void refetch()} onClose={() => setKind(null)} />}
    </>
  );
}
