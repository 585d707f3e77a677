import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CashDirection, MoveRow, ShiftView } from "../api/generated";
import { useTell } from "../api/queries";
import { Icon } from "../shared/icons/Icon";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { Empty, Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { useShop } from "../shared/shop";
import { MoveDialog } from "./MoveDialog";
import { CashPanel, MethodsPanel } from "./Sums";
import { useDrawer } from "./useDrawer";
import { IssueDialog } from "./Values";

function Move({ move }: { move: MoveRow }) {
  const { t } = useTranslation();
  const { money, time } = useShop();
  return (
    <li className="drw-mv">
      <Icon name={move.direction === "in" ? "down" : "up"} size={20} className="i3" />
      <div className="grow">
        <b className="w6 blk el">{move.supplier ?? move.note ?? t(`drawer.reasons.${move.reason}`)}</b>
        <span className="t13 i3">
          {[time(move.at_ms), move.by, move.invoice, move.supplier && move.note].filter(Boolean).join(" · ")}
        </span>
      </div>
      <b className="num w6 t15">{money(move.direction === "in" ? move.amount : -move.amount)}</b>
    </li>
  );
}

function Actions({ onMove }: { onMove: (direction: CashDirection) => void }) {
  const { t } = useTranslation();
  const { working, tell } = useDrawer();
  const [issuing, setIssuing] = useState(false);
  const print = useTell("shift.print", () => showToast({ tone: "done", title: t("drawer.xPrinted") }));
  const open = () =>
    void tell("drawer.open", { id: newId(), note: null }, () =>
      showToast({ tone: "done", title: t("drawer.openedDrawer") }),
    );
  return (
    <div className="drw-acts">
      <Button size="l" icon="up" onClick={() => onMove("out")}>
        {t("drawer.move.out")}
      </Button>
      <Button size="l" icon="down" onClick={() => onMove("in")}>
        {t("drawer.move.in")}
      </Button>
      <Button size="l" icon="drawer" working={working} onClick={open}>
        {t("drawer.noSale")}
      </Button>
      <Button size="l" icon="tag" onClick={() => setIssuing(true)}>
        {t("values.kinds.gift_card")}
      </Button>
      {issuing && <IssueDialog kind="gift_card" onDone={() => {}} onClose={() => setIssuing(false)} />}
      <Button
        size="l"
        icon="printer"
        working={print.isPending}
        onClick={() => print.mutate(null, { onError: (thrown) => showFailure(thrown) })}
      >
        {t("drawer.printX")}
      </Button>
    </div>
  );
}

/** A shift that nobody closed yesterday mixes two days in one report. */
const longestShift = 20 * 3_600_000;

/** The shift that is open: what came in, what should be in the drawer, and what went in and out without a sale. */
export function ShiftPanel({ shift, onClose }: { shift: ShiftView; onClose: () => void }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const [moving, setMoving] = useState<CashDirection | null>(null);
  const { totals, moves } = shift;
  return (
    <div className="drw-two">
      <div className="drw-side">
        <Actions onMove={setMoving} />
        {totals && <MethodsPanel totals={totals} />}
        <section className="panel drw-list">
          <h2>{t("drawer.moves")}</h2>
          {moves.length === 0 ? (
            <Empty icon="transfer" title={t("drawer.noMoves")} />
          ) : (
            <ul className="scroll">
              {moves.map((move) => (
                <Move key={move.id} move={move} />
              ))}
            </ul>
          )}
        </section>
      </div>
      <div className="drw-side">
        {totals ? (
          <CashPanel cash={totals.cash} expected={totals.expected} />
        ) : (
          <Note icon="lock" title={t("drawer.blindTitle")}>
            {t("drawer.blindText")}
          </Note>
        )}
        {Date.now() - shift.opened_at_ms > longestShift && (
          <Note tone="wa" icon="alert">
            {t("drawer.longOpen")}
          </Note>
        )}
        {shift.opening_difference !== 0 && (
          <Note tone="wa" icon="alert">
            {t("drawer.openingDifference", { amount: money(shift.opening_difference) })}
          </Note>
        )}
        <span className="grow" />
        <Button kind="primary" size="xl" icon="lock" onClick={onClose}>
          {t("drawer.countAndClose")}
        </Button>
      </div>
      {moving && <MoveDialog direction={moving} onClose={() => setMoving(null)} />}
    </div>
  );
}
