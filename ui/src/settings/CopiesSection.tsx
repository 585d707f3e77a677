import { useTranslation } from "react-i18next";
import type { CopiesState } from "../api/generated";
import { useAsk } from "../api/queries";
import { Button } from "../shared/parts/Button";
import { Note, Refused } from "../shared/parts/Small";
import { AddPlace } from "./AddPlace";
import { CopyDrill } from "./CopyDrill";
import { CopyPlaces } from "./CopyPlaces";
import { CopyRestore } from "./CopyRestore";
import { CopyEnd, CopyRun } from "./CopyRun";
import { CopySeal } from "./CopySeal";
import { useCopies } from "./useCopies";
import "./copies.css";

function Copies({ state }: { state: CopiesState }) {
  const { t } = useTranslation();
  const alone = state.places.every(({ kind }) => kind === "till");
  return (
    <>
      {alone && (
        <Note tone="wa" icon="alert" title={t("copies.aloneTitle")}>
          {t("copies.aloneText")}
        </Note>
      )}
      <CopyPlaces places={state.places} />
      <AddPlace disks={state.disks} />
      <CopySeal sealed={state.sealed} />
      <CopyDrill state={state} />
      <CopyRestore state={state} />
    </>
  );
}

/** What brings the shop back when the disk does not: where it is, and whether it is any good. */
export function CopiesSection() {
  const { t } = useTranslation();
  const { data, error } = useAsk("copies.state", null, { fresh: true });
  const { working, failure, tell } = useCopies();
  const kind = data?.job?.kind;
  // what was in the way has ended, and says how
  const refused = failure?.code === "copy_running" && data && !kind ? null : failure;
  const last = data?.last?.kind === "copy" ? data.last : null;
  return (
    <section className="panel set-p">
      <div className="row cop-top">
        <div className="grow">
          <h2>{t("settings.copies")}</h2>
          <p className="i2">{t("copies.text")}</p>
        </div>
        <Button
          kind="primary"
          disabled={kind === "drill"}
          working={working || kind === "copy"}
          onClick={() => tell("copies.make", null)}
        >
          {t("copies.make")}
        </Button>
      </div>
      {kind === "copy" && data?.job && <CopyRun job={data.job} />}
      {refused ? (
        <CopyEnd failure={refused} />
      ) : (
        kind !== "copy" && last && <CopyEnd failure={last.failure} atMs={last.at_ms} />
      )}
      {error && <Refused thrown={error} />}
      {data && <Copies state={data} />}
    </section>
  );
}
