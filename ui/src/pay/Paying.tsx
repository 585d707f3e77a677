import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart, SaleDone, SessionUser } from "../api/generated";
import { useAsk } from "../api/queries";
import { useTill } from "../sell/TillContext";
import { useItems } from "../sell/Totals";
import { useFieldFocus } from "../sell/useFieldFocus";
import { ApprovalDialog } from "../shared/forms/Approval";
import { failureText } from "../shared/i18n/failure";
import { useKeys } from "../shared/keyboard/keys";
import { Button } from "../shared/parts/Button";
import { Figure, figureStep } from "../shared/parts/Figure";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";
import { ChangePanel, Trouble } from "./ChangePanel";
import { PayHeader } from "./PayHeader";
import { PaySide } from "./PaySide";
import { type Method, proposed } from "./payment";
import { TenderList } from "./TenderList";
import { useFinish } from "./useFinish";
import { type Payment, usePayment } from "./usePayment";

function Due({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const { base, draft } = payment;
  if (!base) return <div className="due" />;
  const labels = {
    cash: "pay.dueCash",
    card: "pay.dueCard",
    transfer: "pay.dueTransfer",
    account: "pay.dueAccount",
    value: "pay.dueValue",
    points: "pay.duePoints",
  } as const;
  const value = base.due === 0 ? base.total : proposed(draft.method, base, draft.most);
  return (
    <div className="due">
      <div className="l">{t(base.due === 0 ? "pay.covered" : labels[draft.method])}</div>
      <Figure className={`v ${figureStep(value, currency)}`} value={value} currency={currency} />
    </div>
  );
}

/** Something was scanned while paying: say so, as the ticket is not in sight. */
function useAddedToast(cart: Cart): void {
  const { t } = useTranslation();
  const before = useRef(cart.count);
  useEffect(() => {
    const name = cart.lines.at(-1)?.name;
    if (cart.count > before.current && name) showToast({ tone: "done", title: t("sell.added", { name }) });
    before.current = cart.count;
  }, [cart, t]);
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

export function Paying({ cart, waiting, user, gadgets, onBack, onWriting, onDone }: Props) {
  const { t } = useTranslation();
  const { currency, shop, money } = useShop();
  const till = useTill();
  const items = useItems();
  const field = useRef<HTMLInputElement>(null);
  const printer = useAsk("printer.status", null).data?.state;
  const [wanted, setWanted] = useState(true);
  const print = wanted && printer !== "none";
  const payment = usePayment(cart, currency);
  const { finish, working, failure, possible, approval } = useFinish({
    till,
    cart,
    payment,
    waiting,
    print,
    onWriting,
    onDone,
  });
  const clicked = useFieldFocus(field);
  useAddedToast(cart);

  const back = () => !working && onBack();
  const method = (next: Method) => {
    payment.method(next);
    // of a code the code comes first
    if (next !== "value") field.current?.focus();
  };
  useKeys({
    F1: () => method("cash"),
    F2: () => method("card"),
    F3: () => method("transfer"),
    F4: () => payment.methods.includes("account") && method("account"),
    F5: () => method("value"),
    F6: () => payment.methods.includes("points") && method("points"),
    Escape: back,
    Enter: finish,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    finish();
  };
  const { quote } = payment;
  const broken = payment.failure && failureText(payment.failure);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: only gives the focus back to the amount
    <div className="pay" onClick={clicked}>
      <PayHeader label={t("pay.backToTicket")} user={user} gadgets={gadgets} onBack={back}>
        <b className="w6 i1">{cart.customer?.name ?? shop.wording.walk_in}</b> ·{" "}
        {t("pay.summary", { items: items(cart.count), total: money(cart.total) })}
      </PayHeader>
      <div className="pay-in">
        <main className="lft">
          <Due payment={payment} />
          <TenderList
            fixed={payment.fixed}
            tender={payment.tender}
            exact={payment.draft.text === null}
            onRemove={payment.remove}
            onReset={payment.reset}
          />
          {broken && <Trouble {...broken} />}
          {quote && !broken && (
            <ChangePanel
              quote={quote}
              failure={approval.asking ? null : failure}
              method={payment.draft.method}
              onMethod={method}
            />
          )}
        </main>
        <form className="rgt" onSubmit={submit} aria-label={t("pay.title")}>
          <PaySide payment={payment} field={field}>
            <div className="op">
              <Button
                icon={print ? "check" : undefined}
                className={print ? "on" : ""}
                aria-pressed={print}
                disabled={printer === "none"}
                onClick={() => setWanted(!wanted)}
              >
                {printer === "none"
                  ? t("pay.noPrinter")
                  : t("pay.print", { receipt: shop.wording.receipt.toLowerCase() })}
              </Button>
            </div>
            <Button
              kind="primary"
              size="xl"
              wide
              submit
              disabled={!possible && payment.ready}
              working={working}
              keyHint="Enter"
            >
              {t(working ? "pay.finishing" : "pay.finish")}
            </Button>
          </PaySide>
        </form>
      </div>
      {approval.asking && (
        <ApprovalDialog
          text={approval.failure ? failureText(approval.why ?? approval.failure).text : t("returns.approval")}
          working={working}
          failure={approval.failure}
          onGrant={(granted) => void approval.act(granted)}
          onClose={approval.stop}
        />
      )}
    </div>
  );
}
