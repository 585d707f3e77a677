import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart, Money, SaleDone, SessionUser, Settlement, Tender } from "../api/generated";
import { useAsk } from "../api/queries";
import { useTill } from "../sell/TillContext";
import { ApprovalDialog } from "../shared/forms/Approval";
import { failureText } from "../shared/i18n/failure";
import { useKeys } from "../shared/keyboard/keys";
import { Button } from "../shared/parts/Button";
import { SelectField } from "../shared/parts/Choice";
import { Figure, figureStep } from "../shared/parts/Figure";
import { useShop } from "../shared/shop";
import { ToAllow, Trouble } from "./ChangePanel";
import { PayHeader } from "./PayHeader";
import { type Method, methods, newDraft, tenderOf } from "./payment";
import { useFinish } from "./useFinish";
import { useQuote } from "./usePayment";

type Way = "as_paid" | Method;

const given = (method: Method, amount: Money): Tender[] => {
  // less than the smallest coin is nothing, and is said as that
  if (method === "cash") return [{ method, amount }];
  // the commit gives its code
  if (method === "value") return [{ method, amount, code: "" }];
  const tender = tenderOf(newDraft(method), -amount);
  return tender ? [{ ...tender, amount }] : [];
};

/** What is given back: as it was paid, or all by one method. Cash is what coins can pay. */
export function tendersOf(way: Way, base: Settlement, inCash: Settlement): Tender[] {
  if (way === "as_paid") return base.give_back.flatMap((it) => given(it.method as Method, it.amount));
  return given(way, way === "cash" ? inCash.due : base.due);
}

type Props = {
  cart: Cart;
  waiting: number;
  user: SessionUser;
  gadgets: ReactNode;
  onBack: () => void;
  onWriting: (writing: boolean) => void;
  onDone: (done: SaleDone) => void;
};

/** More comes back than is bought: money goes out, or an exchange is even. */
export function Refunding({ cart, waiting, user, gadgets, onBack, onWriting, onDone }: Props) {
  const { t } = useTranslation();
  const { currency, shop, money } = useShop();
  const till = useTill();
  const printer = useAsk("printer.status", null).data?.state;
  const [way, setWay] = useState<Way>("as_paid");
  const base = useQuote(cart, []).data;
  const inCash = useQuote(cart, [{ method: "cash", amount: 0 }]).data;
  const tenders = base && inCash ? tendersOf(way, base, inCash) : [];
  const full = useQuote(cart, base && inCash ? tenders : null);
  const ready = full.isSuccess && !full.isPlaceholderData && !full.isFetching;
  const payment = { ready, quote: full.data, tenders };
  const print = printer !== "none";
  const { finish, working, failure, possible, approval } = useFinish({
    till,
    cart,
    payment,
    waiting,
    print,
    onWriting,
    onDone,
  });
  const back = () => !working && onBack();
  useKeys({ Escape: back, Enter: finish });
  const even = (base?.due ?? 0) === 0;
  const ways = [
    { value: "as_paid" as Way, label: t("pay.asPaid") },
    ...methods.map((value) => ({ value: value as Way, label: t(`pay.${value}`) })),
    { value: "value" as Way, label: t("pay.credit") },
  ];
  const out = tenders.reduce((sum, tender) => sum + tender.amount, 0);
  const wrong = failure ?? full.data?.refusal ?? null;
  return (
    <div className="pay">
      <PayHeader label={t("pay.backToTicket")} user={user} gadgets={gadgets} onBack={back}>
        <b className="w6 i1">{shop.wording.refund}</b> · {money(cart.total)}
      </PayHeader>
      <div className="pay-in">
        <main className="lft">
          <div className="due">
            <div className="l">{t(even ? "pay.even" : "pay.toGiveBack")}</div>
            <Figure className={`v ${figureStep(-out, currency)}`} value={-out} currency={currency} />
          </div>
          {wrong && !approval.asking && <Trouble {...failureText({ ...wrong, message: "" })} />}
          {!wrong && <ToAllow notice={full.data?.to_allow ?? null} />}
          {!even && (
            <ul className="tn panel bare" aria-label={t("pay.tenders")}>
              {tenders.map((tender) => (
                <li key={tender.method} className="r">
                  <span className="grow">
                    <b className="w6 t15 blk">{t(`pay.${tender.method}`)}</b>
                  </span>
                  <span className="a">{money(-tender.amount)}</span>
                </li>
              ))}
            </ul>
          )}
        </main>
        <form
          className="rgt"
          aria-label={t("pay.title")}
          onSubmit={(event) => {
            event.preventDefault();
            finish();
          }}
        >
          {!even && <SelectField label={t("pay.giveBackBy")} value={way} options={ways} onValue={setWay} />}
          <span className="grow" />
          <Button
            kind="primary"
            size="xl"
            wide
            submit
            disabled={!possible && ready}
            working={working}
            keyHint="Enter"
          >
            {t(even ? "pay.finishEven" : "pay.giveBack")}
          </Button>
        </form>
      </div>
      {approval.asking && (
        <ApprovalDialog
          text={t("returns.approval")}
          working={working}
          failure={approval.failure}
          onGrant={(granted) => void approval.act(granted)}
          onClose={approval.stop}
        />
      )}
    </div>
  );
}
