import { useTranslation } from "react-i18next";
import { asDoorError } from "../api/failure";
import type { CopyJob } from "../api/generated";
import { failureText } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { ProgressBar } from "../shared/parts/ProgressBar";
import { Note } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { useCopies } from "./useCopies";

/** In whole percents, never 100 before the end; null while nobody knows how much there is. */
function percent({ done, of }: CopyJob): number | null {
  return of > 0 ? Math.min(99, Math.floor((done * 100) / of)) : null;
}

/** Where a copy or a trial is, and the way to stop it. */
export function CopyRun({ job }: { job: CopyJob }) {
  const { t } = useTranslation();
  const { rate } = useShop();
  const { working, failure, tell } = useCopies();
  const far = percent(job);
  return (
    <div className="cop-run">
      <div className="row">
        <div className="grow">
          <b className="w6 t15 blk" role="status">
            {t(`copies.steps.${job.kind}.${job.step}`)}
          </b>
          <span className="t13 i3">{t("copies.meanwhile")}</span>
        </div>
        {far !== null && <span className="t15 w6">{rate(far * 10_000)}</span>}
        <Button working={working} onClick={() => tell("copies.cancel", null)}>
          {t("common.cancel")}
        </Button>
      </div>
      <ProgressBar label={t("copies.progress")} percent={far} />
      {failure && <CopyEnd failure={failure} />}
    </div>
  );
}

/** How it ended. Whoever cancelled it needs no alarm. */
export function CopyEnd({ failure, atMs }: { failure: unknown; atMs?: number }) {
  const { t } = useTranslation();
  const { dateTime } = useShop();
  if (!failure)
    return (
      <Note tone="ok" icon="check" title={t("copies.copied")}>
        {atMs !== undefined && dateTime(atMs)}
      </Note>
    );
  const { title, text } = failureText(failure);
  const calm = asDoorError(failure).code === "copy_cancelled";
  return (
    <Note tone={calm ? undefined : "da"} icon={calm ? "undo" : "alert"} title={title}>
      {text}
    </Note>
  );
}
