import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CopiesState, CopyOutcome } from "../api/generated";
import { Button } from "../shared/parts/Button";
import { wantsPassword } from "../shared/parts/CopyPassword";
import { Note } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { CopyEnd, CopyRun } from "./CopyRun";
import { DrillDialog } from "./DrillDialog";
import { isWhole, RecoveredFacts } from "./RecoveredFacts";
import { useCopies } from "./useCopies";

function Result({ outcome: { at_ms, failure, recovered } }: { outcome: CopyOutcome }) {
  const { t } = useTranslation();
  const { dateTime } = useShop();
  if (failure || !recovered) return <CopyEnd failure={failure ?? { code: "internal" }} />;
  const whole = isWhole(recovered);
  return (
    <>
      <Note
        tone={whole ? "ok" : "wa"}
        icon={whole ? "check" : "alert"}
        title={t(whole ? "copies.drillGood" : "copies.drillShort")}
      >
        {whole ? `${t("copies.facts.at")}: ${dateTime(at_ms)}` : t("copies.drillShortText")}
      </Note>
      <RecoveredFacts found={recovered} />
    </>
  );
}

/** A copy that nobody ever opened is a hope; this opens them, beside the till's own data. */
export function CopyDrill({ state: { job, last, sealed } }: { state: CopiesState }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { working, failure, tell } = useCopies();
  const outcome = last?.kind === "drill" ? last : null;
  const closed = sealed || wantsPassword(failure) || wantsPassword(outcome?.failure ?? null);
  const start = () => (closed ? setAsking(true) : tell("copies.drill", { password: null }));
  const running = job?.kind === "drill";
  return (
    <div className="cop-part">
      <h3>{t("copies.drill")}</h3>
      <p className="i2">{t("copies.drillText")}</p>
      <div className="row cop-acts">
        <Button icon="shield" disabled={job?.kind === "copy"} working={working || running} onClick={start}>
          {t("copies.drillYes")}
        </Button>
      </div>
      {running && <CopyRun job={job} />}
      {failure ? <CopyEnd failure={failure} /> : !running && outcome && <Result outcome={outcome} />}
      {asking && <DrillDialog onClose={() => setAsking(false)} />}
    </div>
  );
}
