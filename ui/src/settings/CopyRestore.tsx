import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CopiesState } from "../api/generated";
import { Button } from "../shared/parts/Button";
import { useShop } from "../shared/shop";
import { CopyEnd } from "./CopyRun";
import { isWhole, RecoveredFacts } from "./RecoveredFacts";
import { RestoreDialog } from "./RestoreDialog";

/** Apart from the rest and red: it stops the till. What the last one found stays here. */
export function CopyRestore({ state: { sealed, recovery, job, last } }: { state: CopiesState }) {
  const { t } = useTranslation();
  const { dateTime } = useShop();
  const [open, setOpen] = useState(false);
  return (
    <div className="cop-part cop-red">
      <h3 className="dng">{t("copies.restore")}</h3>
      <p className="i2">{t("copies.restoreText")}</p>
      <div className="row cop-acts">
        <Button kind="danger" disabled={job !== null} onClick={() => setOpen(true)}>
          {t("copies.restoreOpen")}
        </Button>
      </div>
      {last?.kind === "restore" && <CopyEnd failure={last.failure} />}
      {recovery && (
        <div className="cop-last">
          <b className="w6 blk">{t("copies.lastRecovery", { when: dateTime(recovery.at_ms) })}</b>
          <p className="i2">{t(isWhole(recovery) ? "copies.recoveryGood" : "copies.recoveryShort")}</p>
          <RecoveredFacts found={recovery} />
        </div>
      )}
      {open && <RestoreDialog sealed={sealed} onClose={() => setOpen(false)} />}
    </div>
  );
}
