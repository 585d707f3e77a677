import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PairedWith, SyncState } from "../api/generated";
import { keyOf, useAsk } from "../api/queries";
import { Button } from "../shared/parts/Button";
import { Refused } from "../shared/parts/Small";
import { LeaveDialog } from "./LeaveDialog";
import { PairForm } from "./PairForm";
import { SyncJobs } from "./SyncJobs";
import { SyncNow, SyncStatus } from "./SyncStatus";
import "./office.css";

function Paired({ state, paired }: { state: SyncState; paired: PairedWith }) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <SyncStatus state={state} paired={paired} />
      <div className="row off-acts">
        <Button kind="quiet" onClick={() => setLeaving(true)}>
          {t("office.leave")}
        </Button>
        <span className="grow" />
        <SyncNow running={state.running} />
      </div>
      <SyncJobs jobs={state.jobs} />
      {leaving && <LeaveDialog onClose={() => setLeaving(false)} />}
    </>
  );
}

/** Whether what happens here is with head office, and how to bring that about. */
export function OfficeSection() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useAsk("sync.state", null, { fresh: true });
  return (
    <section className="panel set-p" aria-label={t("settings.office")}>
      <h2>{t("settings.office")}</h2>
      <p className="i2">{t("office.text")}</p>
      {error && <Refused thrown={error} />}
      {data?.paired && <Paired state={data} paired={data.paired} />}
      {data && !data.paired && (
        <PairForm
          onPaired={(state) => {
            client.setQueryData(keyOf("sync.state", null), state);
            void client.invalidateQueries({ queryKey: ["app.state"] });
          }}
        />
      )}
    </section>
  );
}
