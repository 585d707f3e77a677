import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DrawerState } from "../api/generated";
import { ApprovalDialog, useApproval } from "../shared/forms/Approval";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";
import { CountPanel } from "./CountPanel";
import { countedOf, nothingTyped, type Typed } from "./counting";
import { useDrawer } from "./useDrawer";

/** The drawer before the first customer: what the last count left, or what is counted now. */
export function OpenShift({ state, onOpened }: { state: DrawerState; onOpened: () => void }) {
  const { t } = useTranslation();
  const { currency, money } = useShop();
  const { working, failure, tell } = useDrawer();
  const shift = useMemo(newId, []);
  const [typed, setTyped] = useState<Typed>(nothingTyped);
  const counted = countedOf(typed, currency);
  const untouched = typed === nothingTyped;
  const { carried } = state;
  const difference = counted && !untouched && state.used && carried !== null ? counted.total - carried : 0;
  // untouched, it opens with what was left; whoever counts blind has to count
  const left = carried === null ? null : { pieces: [], loose: carried, total: carried };
  const cash = untouched ? left : counted;
  const approval = useApproval(async (approval) => {
    if (!cash) return null;
    const { pieces, loose } = cash;
    return tell("shift.open", { shift, cash: { pieces, loose }, approval }, () => {
      showToast({ tone: "done", title: t("drawer.opened") });
      onOpened();
    });
  });
  return (
    <div className="drw-two">
      <CountPanel title={t("drawer.countOpening")} typed={typed} onTyped={setTyped} />
      <div className="drw-side">
        <section className="panel drw-eq">
          <h2>{t("drawer.closedTitle")}</h2>
          <p className="i2">
            {t(
              carried === null ? "drawer.closedBlind" : state.used ? "drawer.closedText" : "drawer.firstText",
            )}
          </p>
          {state.used && carried !== null && (
            <div className="drw-r">
              <span>{t("drawer.carried")}</span>
              <b>{money(carried)}</b>
            </div>
          )}
          {difference !== 0 && (
            <div className="drw-r">
              <span>{t("drawer.difference")}</span>
              <b className="wrn">{money(difference)}</b>
            </div>
          )}
        </section>
        {failure && !approval.asking && (
          <Note tone="da" icon="alert">
            {failureLine(failure)}
          </Note>
        )}
        <span className="grow" />
        <Button
          kind="primary"
          size="xl"
          icon="drawer"
          disabled={!cash}
          working={working}
          onClick={() => void approval.act(null)}
        >
          {cash ? t("drawer.openWith", { amount: money(cash.total) }) : t("drawer.countToOpen")}
        </Button>
      </div>
      {approval.asking && (
        <ApprovalDialog
          text={t("drawer.approvalFirst")}
          working={working}
          failure={failure}
          onGrant={(granted) => void approval.act(granted)}
          onClose={approval.stop}
        />
      )}
    </div>
  );
}
