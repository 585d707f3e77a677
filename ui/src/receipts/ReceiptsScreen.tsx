import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart, Id, SessionUser } from "../api/generated";
import { useAsk, usePages, useTell } from "../api/queries";
import { ReturnDialog } from "../returns/ReturnDialog";
import { useDebounced } from "../shared/hooks/useDebounced";
import { useKeys } from "../shared/keyboard/keys";
import { SearchBox } from "../shared/parts/SearchBox";
import { Empty, Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { can } from "../shared/permissions";
import { useScanner } from "../shared/scanner/useScanner";
import { useShop } from "../shared/shop";
import { useRepeat } from "../tickets/useTickets";
import { DayPicker } from "./DayPicker";
import { ReceiptList } from "./ReceiptList";
import { ReceiptPaper } from "./ReceiptPaper";
import "./receipts.css";

function usePaper(selected: Id | null) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const view = useAsk("receipts.get", { id: selected ?? "" }, { enabled: selected !== null, keep: true });
  const reprint = useTell("receipts.reprint", () => {
    showToast({ tone: "done", title: t("receipts.reprinted") });
    void client.invalidateQueries({ queryKey: ["receipts.get"] });
  });
  const print = () =>
    selected && reprint.mutate({ id: selected }, { onError: (failure) => showFailure(failure) });
  return { view: selected === null ? undefined : view.data, print, working: reprint.isPending };
}

type Props = { user: SessionUser; onTicket: (cart: Cart) => void; onReturned: (cart: Cart) => void };

export function ReceiptsScreen({ user, onTicket, onReturned }: Props) {
  const { t } = useTranslation();
  const [returning, setReturning] = useState(false);
  const shop = useShop();
  const today = shop.shop.business_date;
  const [text, setText] = useState("");
  const [day, setDay] = useState(today);
  const [picked, setPicked] = useState<Id | null>(null);
  const asked = useDebounced(text.trim(), 150);
  const pages = usePages("receipts.list", { text: asked, date: day });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const first = pages.data?.pages[0];
  const selected = rows.some((row) => row.id === picked) ? picked : (rows[0]?.id ?? null);
  const paper = usePaper(selected);
  const repeat = useRepeat(onTicket);

  const move = (by: number) => {
    const at = rows.findIndex((row) => row.id === selected);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) setPicked(next.id);
  };
  const more = () => {
    if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    move(by);
  };
  useKeys({ ArrowDown: () => move(1), ArrowUp: () => move(-1) });
  // The code on a receipt finds that receipt.
  useScanner(setText);

  return (
    <main className="recs">
      <section className="recs-l">
        <h1 className="sr">{t("receipts.title")}</h1>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows in the search box move in the list */}
        <div className="bar" onKeyDown={onKeyDown}>
          <SearchBox label={t("receipts.search")} value={text} onText={setText} />
          <DayPicker day={day} today={today} onDay={setDay} />
        </div>
        {first && !asked && (
          <div className="row sp recs-sum">
            <span className="i2">{t("receipts.count", { count: first.count })}</span>
            {first.total !== null && <b className="t17 w6">{shop.money(first.total)}</b>}
          </div>
        )}
        {pages.error && <Refused thrown={pages.error} />}
        {rows.length > 0 && (
          <ReceiptList rows={rows} selected={selected} day={asked === ""} onPick={setPicked} onMore={more} />
        )}
        {first && rows.length === 0 && (
          <Empty
            className="grow"
            icon="receipt"
            title={asked ? t("receipts.notFound", { text: asked }) : t("receipts.empty")}
          >
            <span>{t(asked ? "receipts.notFoundText" : "receipts.emptyText")}</span>
          </Empty>
        )}
      </section>
      <aside className="recs-r" aria-label={t("receipts.pick")}>
        {paper.view ? (
          <ReceiptPaper
            view={paper.view}
            mayReprint={can(user, "reprint")}
            working={paper.working}
            onReprint={paper.print}
            onRepeat={() =>
              !repeat.isPending &&
              repeat.mutate({ id: paper.view?.row.id ?? "" }, { onError: (failure) => showFailure(failure) })
            }
            onReturn={can(user, "take_back") ? () => setReturning(true) : undefined}
          />
        ) : (
          <Empty className="grow" icon="receipt" title={t("receipts.pick")}>
            <span>{t("receipts.pickText")}</span>
          </Empty>
        )}
      </aside>
      {returning && selected && (
        <ReturnDialog sale={selected} onReturned={onReturned} onClose={() => setReturning(false)} />
      )}
    </main>
  );
}
