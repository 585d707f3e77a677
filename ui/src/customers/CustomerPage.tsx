import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountMove, Cart, CustomerView, SessionUser } from "../api/generated";
import { ask, useTell } from "../api/queries";
import { formatIsoDay } from "../shared/format/dates";
import { useKeys } from "../shared/keyboard/keys";
import { Button } from "../shared/parts/Button";
import { Confirm } from "../shared/parts/Confirm";
import { Empty, Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { can } from "../shared/permissions";
import { useShop } from "../shared/shop";
import { useRepeat } from "../tickets/useTickets";
import { PayAccountDialog, TermsDialog } from "./AccountDialogs";
import { EditDialog } from "./EditDialog";

function Cards({ view }: { view: CustomerView }) {
  const { t } = useTranslation();
  const { money, dateTime, quantity } = useShop();
  const favour = view.balance < 0;
  return (
    <div className="cus-cards">
      <section className="panel">
        <span className="t13 i2 blk">{t(favour ? "customers.inFavour" : "customers.balance")}</span>
        <span className="cus-big blk">{money(Math.abs(view.balance))}</span>
        {view.overdue > 0 && (
          <span className="t13 wrn w6 blk">{t("customers.late", { amount: money(view.overdue) })}</span>
        )}
        <span className="t13 i2 blk">
          {view.terms?.open
            ? view.free === null
              ? t("customers.noLimit")
              : t("customers.free", { amount: money(view.free) })
            : t("customers.noCredit")}
        </span>
        {view.points && (
          <span className="t13 i2 blk">
            {t("customers.points", { count: view.points.points, worth: money(view.points.worth) })}
          </span>
        )}
      </section>
      <section className="panel">
        <span className="t13 i2 blk">{t("customers.contact")}</span>
        <span className="cus-text blk">
          {[view.contact.phone, view.contact.email, view.contact.address, view.fiscal.tax_id]
            .filter(Boolean)
            .join("\n") || "—"}
        </span>
        {view.contact.note && <span className="t13 i2 cus-text blk">{view.contact.note}</span>}
      </section>
      <section className="panel">
        <span className="t13 i2 blk">{t("customers.buys")}</span>
        {view.favourites.map((it) => (
          <span key={it.name} className="row sp">
            <span className="el">{it.name}</span>
            <span className="num i2">{quantity(it.quantity)}</span>
          </span>
        ))}
        <span className="t13 i3 blk">
          {view.last_visit_ms === null
            ? t("customers.never")
            : t("customers.lastVisit", { when: dateTime(view.last_visit_ms) })}
        </span>
      </section>
    </div>
  );
}

function Statement({ moves }: { moves: AccountMove[] }) {
  const { t } = useTranslation();
  const { money, language } = useShop();
  const print = useTell("accounts.print", () => showToast({ tone: "done", title: t("orders.printed") }));
  if (moves.length === 0)
    return (
      <Empty icon="receipt" title={t("customers.noMoves")}>
        <span>{t("customers.noMovesText")}</span>
      </Empty>
    );
  return (
    <section className="panel cus-tab" aria-label={t("customers.statement")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("customers.date")}</th>
            <th scope="col">{t("customers.what")}</th>
            <th scope="col">{t("customers.due")}</th>
            <th scope="col" className="num">
              {t("drawer.amount")}
            </th>
            <th scope="col" className="num">
              {t("customers.balance")}
            </th>
          </tr>
        </thead>
        <tbody>
          {moves.map((move) => (
            <tr key={move.document}>
              <td>{formatIsoDay(move.date, language)}</td>
              <td>
                {t(`customers.kinds.${move.kind as "charge" | "return" | "exchange" | "payment"}`)}{" "}
                {move.number}
                {move.kind === "payment" && (
                  <Button
                    kind="quiet"
                    icon="printer"
                    aria-label={t("customers.printCopy", { number: move.number })}
                    onClick={() =>
                      print.mutate({ id: move.document }, { onError: (thrown) => showFailure(thrown) })
                    }
                  />
                )}
              </td>
              <td className="i2">{move.due ? formatIsoDay(move.due, language) : ""}</td>
              <td className="num">{money(move.amount)}</td>
              <td className="num w6">{money(move.balance)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type Props = {
  view: CustomerView;
  user: SessionUser;
  onTicket: (cart: Cart) => void;
  onChanged: () => void;
  onGone: () => void;
};
type Open = "edit" | "pay" | "terms" | "erase" | null;

/** All of one customer: what she owes, how to reach her, what she buys, and her statement. */
export function CustomerPage({ view, user, onTicket, onChanged, onGone }: Props) {
  const repeat = useRepeat(onTicket);
  const { t } = useTranslation();
  const { money, shop } = useShop();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  useKeys({ F12: () => setOpen("pay") }, { enabled: open === null });
  const remind = () => {
    const text = t("customers.reminder", {
      name: view.contact.name,
      shop: shop.name,
      amount: money(view.balance),
    });
    void navigator.clipboard.writeText(text).then(
      () => showToast({ tone: "done", title: t("customers.copied"), text }),
      (thrown) => showFailure(thrown),
    );
  };
  return (
    <>
      <header className="cus-hd">
        <h2 className="t20 el grow">{view.contact.name}</h2>
        {can(user, "edit_users") && (
          <Button kind="quiet" icon="trash" onClick={() => setOpen("erase")}>
            {t("customers.erase")}
          </Button>
        )}
        <Button onClick={() => setOpen("edit")}>{t("customers.edit")}</Button>
        {can(user, "approve") && <Button onClick={() => setOpen("terms")}>{t("customers.terms")}</Button>}
        {view.last_sale && (
          <Button
            icon="order"
            working={repeat.isPending}
            onClick={() =>
              repeat.mutate({ id: view.last_sale ?? "" }, { onError: (failure) => showFailure(failure) })
            }
          >
            {t("customers.again")}
          </Button>
        )}
        {view.balance > 0 && <Button onClick={remind}>{t("customers.remind")}</Button>}
        <Button kind="primary" icon="cash" keyHint="F12" onClick={() => setOpen("pay")}>
          {t("customers.pay")}
        </Button>
      </header>
      {view.contact.warning && (
        <Note tone="wa" icon="alert">
          {view.contact.warning}
        </Note>
      )}
      <Cards view={view} />
      <Statement moves={view.statement} />
      {open === "edit" && (
        <EditDialog
          view={view}
          onSaved={() => {
            close();
            onChanged();
          }}
          onClose={close}
        />
      )}
      {open === "pay" && <PayAccountDialog view={view} onDone={onChanged} onClose={close} />}
      {open === "terms" && <TermsDialog view={view} onDone={onChanged} onClose={close} />}
      {open === "erase" && (
        <Confirm
          title={t("customers.eraseTitle", { name: view.contact.name })}
          text={t("customers.eraseText")}
          yes={t("customers.erase")}
          act={async () => {
            await ask("customers.erase", { id: view.id });
            onGone();
          }}
          onClose={close}
        />
      )}
    </>
  );
}
