import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart, CustomerView, Id } from "../api/generated";
import { ask, useAsk } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { useDebounced } from "../shared/hooks/useDebounced";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { SearchBox } from "../shared/parts/SearchBox";
import { Empty, Note, Refused } from "../shared/parts/Small";
import { EditDialog } from "./EditDialog";
import { RowText } from "./RowText";
import "./customers.css";

type Props = { cart: Cart; onChosen: (cart: Cart) => void; onClose: () => void };

/** Whom the ticket is for. Enter takes the first that fits. */
export function ChooseDialog({ cart, onChosen, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [adding, setAdding] = useState(false);
  const { working, failure, run } = useSubmit();
  const asked = useDebounced(text.trim(), 150);
  const found = useAsk("customers.search", { text: asked }, { keep: true, fresh: true });
  const rows = (found.data ?? []).filter((row) => row.active);
  const choose = (customer: Id | null) =>
    void run(async () => {
      onChosen(await ask("cart.customer", { customer }));
      onClose();
    });
  /** Enter came before the results, perhaps. */
  const chooseFirst = () =>
    void run(async () => {
      if (text.trim() === "") return;
      const current = asked === text.trim() ? rows : await ask("customers.search", { text: text.trim() });
      const first = current.find((row) => row.active);
      if (!first) return;
      onChosen(await ask("cart.customer", { customer: first.id }));
      onClose();
    });
  if (adding) {
    const saved = (view: CustomerView) => {
      setAdding(false);
      choose(view.id);
    };
    return <EditDialog view={null} name={text} onSaved={saved} onClose={() => setAdding(false)} />;
  }
  return (
    <Dialog
      open
      onClose={onClose}
      icon="user"
      title={t("customers.choose")}
      onSubmit={chooseFirst}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          {cart.customer && (
            <Button size="l" working={working} onClick={() => choose(null)}>
              {t("customers.nobody")}
            </Button>
          )}
          <span className="grow" />
          <Button kind="primary" size="l" icon="plus" onClick={() => setAdding(true)}>
            {t("customers.add")}
          </Button>
        </>
      }
    >
      <SearchBox label={t("customers.search")} value={text} onText={setText} />
      {found.error && <Refused thrown={found.error} />}
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      {rows.length === 0 ? (
        <Empty icon="users" title={t("customers.notFound")}>
          <span>{t("customers.notFoundText")}</span>
        </Empty>
      ) : (
        <ul className="cus-pick panel" aria-label={t("customers.title")}>
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" className="cus-row" onClick={() => choose(row.id)}>
                <RowText row={row} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
