import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart, Debtor, Id, SessionUser } from "../api/generated";
import { useAsk } from "../api/queries";
import { useDebounced } from "../shared/hooks/useDebounced";
import { Button } from "../shared/parts/Button";
import { Segmented } from "../shared/parts/Choice";
import { SearchBox } from "../shared/parts/SearchBox";
import { Empty, Refused } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { CustomerPage } from "./CustomerPage";
import { EditDialog } from "./EditDialog";
import { RowText } from "./RowText";
import "./customers.css";

type Shown = "all" | "owing";

/** What is owed in all, by how late it is. */
function Aging({ debtors }: { debtors: Debtor[] }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const sum = (part: (debtor: Debtor) => number) => debtors.reduce((all, it) => all + part(it), 0);
  const rows = [
    ["notDue", sum((it) => it.not_due)],
    ["to30", sum((it) => it.to_30)],
    ["to60", sum((it) => it.to_60)],
    ["beyond", sum((it) => it.beyond)],
  ] as const;
  return (
    <section className="panel cus-tab" aria-label={t("customers.aging")}>
      <table>
        <tbody>
          {rows.map(([name, amount]) => (
            <tr key={name}>
              <th scope="row">{t(`customers.ages.${name}`)}</th>
              <td className={amount > 0 && name !== "notDue" ? "num wrn w6" : "num"}>{money(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type ScreenProps = { user: SessionUser; onTicket: (cart: Cart) => void };

export function CustomersScreen({ user, onTicket }: ScreenProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [shown, setShown] = useState<Shown>("all");
  const [picked, setPicked] = useState<Id | null>(null);
  const [adding, setAdding] = useState(false);
  const asked = useDebounced(text.trim(), 150);
  const found = useAsk("customers.search", { text: asked }, { keep: true, fresh: true });
  const owing = useAsk("accounts.debtors", null, { fresh: true });
  const debtors = owing.data ?? [];
  const rows = shown === "all" ? (found.data ?? []) : debtors.map((it) => it.row);
  // who is looked at stays, also where the list does not hold her any more: a payment must not go to her neighbour
  const selected = picked ?? rows[0]?.id ?? null;
  const view = useAsk("customers.get", { id: selected ?? "" }, { enabled: selected !== null, fresh: true });
  const changed = () => {
    for (const name of ["customers.search", "customers.get", "accounts.debtors"])
      void client.invalidateQueries({ queryKey: [name] });
  };
  const nothing = shown === "owing" ? "nobodyOwes" : asked === "" ? "none" : "notFound";
  const options = [
    { value: "all" as Shown, label: t("customers.all") },
    { value: "owing" as Shown, label: t("customers.owing") },
  ];
  return (
    <main className="cus">
      <section className="cus-l">
        <h1 className="sr">{t("customers.title")}</h1>
        <Segmented label={t("customers.which")} value={shown} options={options} onValue={setShown} />
        {shown === "all" ? (
          <SearchBox label={t("customers.search")} value={text} onText={setText} />
        ) : (
          <Aging debtors={debtors} />
        )}
        {found.error && <Refused thrown={found.error} />}
        {owing.error && <Refused thrown={owing.error} />}
        {rows.length > 0 ? (
          <ul className="panel grow" aria-label={t("customers.title")}>
            {rows.map((row) => (
              <li key={row.id}>
                <button
                  type="button"
                  className={row.id === selected ? "cus-row on" : "cus-row"}
                  aria-pressed={row.id === selected}
                  onClick={() => setPicked(row.id)}
                >
                  <RowText row={row} />
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <Empty className="grow" icon="users" title={t(`customers.${nothing}`)}>
            <span>{t(`customers.${nothing}Text`)}</span>
          </Empty>
        )}
        <Button size="l" icon="plus" onClick={() => setAdding(true)}>
          {t("customers.add")}
        </Button>
      </section>
      <section className="cus-r" aria-label={t("customers.page")}>
        {view.error && <Refused thrown={view.error} />}
        {selected && view.data && (
          <CustomerPage
            key={view.data.id}
            view={view.data}
            user={user}
            onTicket={onTicket}
            onChanged={changed}
            onGone={() => {
              setPicked(null);
              changed();
            }}
          />
        )}
      </section>
      {adding && (
        <EditDialog
          view={null}
          name={text}
          onSaved={(saved) => {
            setAdding(false);
            setText("");
            setShown("all");
            setPicked(saved.id);
            changed();
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </main>
  );
}
