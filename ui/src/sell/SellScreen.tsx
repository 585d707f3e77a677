import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CartLine, Id, ProductHit, Quantity, SessionUser } from "../api/generated";
import { ask, keyOf, useAsk } from "../api/queries";
import { splitPrefix } from "../shared/format/quantity";
import { useKeys } from "../shared/keyboard/keys";
import { Button } from "../shared/parts/Button";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { can } from "../shared/permissions";
import { useScanner } from "../shared/scanner/useScanner";
import { ActionBar } from "./ActionBar";
import { AgeDialog } from "./dialogs/AgeDialog";
import { Questions } from "./dialogs/Questions";
import { Favourites } from "./Favourites";
import { type Panel, Panels } from "./Panels";
import { Results } from "./Results";
import { ScanField } from "./ScanField";
import { Ticket } from "./Ticket";
import { useTill, useTillState } from "./TillContext";
import { useFieldFocus } from "./useFieldFocus";
import { searchLimit, useSearch } from "./useSearch";
import "./dialogs/dialogs.css";
import "./results.css";
import "./sell.css";
import "./ticket.css";
import "./tiles.css";

type Props = {
  user: SessionUser;
  onPay: () => void;
  onTickets: () => void;
  onReceipts: () => void;
  onHelp: () => void;
  onDrawer: () => void;
};

/** How much of each product is on the ticket. */
function countsOf(lines: CartLine[]): Map<Id, Quantity> {
  const counts = new Map<Id, Quantity>();
  for (const line of lines) {
    if (line.product) counts.set(line.product, (counts.get(line.product) ?? 0) + line.quantity);
  }
  return counts;
}

function useSelling(panel: Panel | null, setPanel: (panel: Panel | null) => void) {
  const till = useTill();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [moved, setMoved] = useState(false);
  const { quantity, rest } = splitPrefix(text);
  const search = useSearch(rest);
  const open = search.asked && (search.hits.length > 0 || search.current) && panel === null;

  const type = (next: string) => {
    setText(next);
    setAt(0);
    setMoved(false);
  };
  const pick = (hit: ProductHit) => {
    type("");
    if (!hit.active) till.offer(hit, quantity ?? undefined);
    else if (quantity === null && hit.unit !== "piece") setPanel({ kind: "weigh", product: hit });
    else till.add(hit, quantity ?? undefined);
  };
  const scan = (code: string, many: Quantity | null) => {
    type("");
    till.scan(code, many ?? undefined);
  };
  /** Enter came before the results: one match goes in, several are shown. */
  const pickOnly = async () => {
    const args = { text: rest, limit: searchLimit };
    const hits = await client.fetchQuery({
      queryKey: keyOf("products.search", args),
      queryFn: () => ask("products.search", args),
    });
    if (hits.length === 1 && hits[0]) pick(hits[0]);
  };
  const enter = () => {
    const hit = search.hits[at];
    if (rest === "") return;
    if (/^\d{3,}$/.test(rest) && !moved) scan(rest, quantity);
    else if (search.current && hit) pick(hit);
    else if (!search.current) void pickOnly().catch(() => {});
  };
  const step = (by: number) => {
    setMoved(true);
    setAt((old) => Math.min(search.hits.length - 1, Math.max(0, old + by)));
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const run: Record<string, () => void> = { Enter: enter, Escape: () => type("") };
    if (open) {
      run.ArrowDown = () => step(1);
      run.ArrowUp = () => step(-1);
    }
    const action = text === "" ? undefined : run[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return { text, type, at, open, search, rest, pick, scan, onKey };
}

export function SellScreen({ user, onPay, onTickets, onReceipts, onHelp, onDrawer }: Props) {
  const { t } = useTranslation();
  const till = useTill();
  const { cart, selected, question, waiting } = useTillState();
  const [panel, setPanel] = useState<Panel | null>(null);
  const [category, setCategory] = useState<Id | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const selling = useSelling(panel, setPanel);
  const categories = useAsk("categories.list", null);
  const tiles = useAsk("products.favourites", { category }, { keep: true });
  const clicked = useFieldFocus(field);
  const drawer = useAsk("drawer.state", null, { enabled: can(user, "count_drawer") }).data;
  const line = cart?.lines.find((item) => item.id === selected) ?? null;
  const some = (cart?.lines.length ?? 0) > 0;
  const age = cart?.age_needed ?? null;
  const ageMark = `${cart?.id} ${age?.age}`;
  const [askedAge, setAskedAge] = useState("");
  /** What nobody has looked at is asked again before anything is paid. */
  const pay = () => {
    if (age) setAskedAge("");
    else if (some) onPay();
  };

  // What the field holds now, not at the last paint: the star may have been typed just before the scan.
  useScanner((code) => selling.scan(code, splitPrefix(field.current?.value ?? "").quantity));
  const discount = (target: "line" | "ticket") => some && setPanel({ kind: "discount", line, target });
  /** What was scanned comes back without its receipt. */
  const turnRound = () => {
    if (!can(user, "take_back")) return;
    if (line && !line.returned) setPanel({ kind: "return", line });
    else showToast({ tone: "wa", title: t("returns.scanFirst") });
  };
  // What was searched in vain is the name of what is being sold.
  const freeName = /^\d+$/.test(selling.rest) ? "" : selling.rest;
  useKeys({
    F4: () => setPanel({ kind: "check" }),
    F6: onTickets,
    F7: () => setPanel({ kind: "free", name: freeName }),
    F12: pay,
    "ctrl+Enter": pay,
    "-": () => discount("line"),
    Delete: () => till.remove(),
    "ctrl+z": () => till.undo(),
    F2: () => setPanel({ kind: "customer" }),
    F9: turnRound,
    ArrowUp: () => till.move(-1),
    ArrowDown: () => till.move(1),
  });
  const { type } = selling;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new question clears the field
  useEffect(() => {
    if (question) type("");
  }, [question]);

  const actions = {
    onSelect: (item: CartLine) => till.select(item.id),
    onStep: (item: CartLine, by: 1 | -1) => till.step(item.id, by),
    onPrice: (item: CartLine) => setPanel({ kind: "price", line: item }),
    onDiscount: (item: CartLine) => setPanel({ kind: "discount", line: item, target: "line" }),
    onNote: (item: CartLine) => setPanel({ kind: "note", line: item }),
    onRemove: (item: CartLine) => till.remove(item.id),
  };
  if (!cart) return <div />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: only gives the focus back to the scan field
    <div className="sell" onClick={clicked}>
      <main className="left">
        <h1 className="sr">{t("nav.sell")}</h1>
        {drawer?.used && !drawer.open && (
          <Note tone="wa" icon="drawer" title={t("drawer.closedTitle")}>
            <span className="row sp">
              {t("drawer.closedSelling")}
              <Button keyHint="F8" onClick={onDrawer}>
                {t("drawer.openIt")}
              </Button>
            </span>
          </Note>
        )}
        <ScanField
          field={field}
          text={selling.text}
          onText={selling.type}
          onKey={selling.onKey}
          open={selling.open && selling.search.hits.length > 0}
          at={selling.at}
          waiting={waiting}
        />
        {selling.open && (
          <Results
            hits={selling.search.hits}
            at={selling.at}
            typed={selling.rest}
            onPick={selling.pick}
            onFree={() => setPanel({ kind: "free", name: selling.rest })}
          />
        )}
        <Favourites
          categories={categories.data ?? []}
          category={category}
          onCategory={setCategory}
          tiles={tiles.data}
          counts={countsOf(cart.lines)}
          onPick={selling.pick}
        />
        <ActionBar
          onCheck={() => setPanel({ kind: "check" })}
          onFree={() => setPanel({ kind: "free", name: "" })}
          onReturn={can(user, "take_back") ? turnRound : undefined}
          onReceipts={onReceipts}
          onHelp={onHelp}
        />
      </main>
      <Ticket
        cart={cart}
        selected={selected}
        mayPrice={can(user, "change_price")}
        actions={actions}
        onCustomer={() => setPanel({ kind: "customer" })}
        onPark={onTickets}
        onDiscount={() => discount("ticket")}
        onDiscard={() => setPanel({ kind: "discard" })}
        onPay={pay}
      />
      {panel && (
        <Panels panel={panel} cart={cart} till={till} onClose={() => setPanel(null)} onPick={selling.pick} />
      )}
      {age && askedAge !== ageMark && !panel && !question && (
        <AgeDialog
          key={ageMark}
          needed={age}
          onAnswered={(next) => till.replaced(next)}
          onClose={() => setAskedAge(ageMark)}
        />
      )}
      <Questions question={question} waiting={waiting} till={till} mayCreate={can(user, "edit_products")} />
    </div>
  );
}
