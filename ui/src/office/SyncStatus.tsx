import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { PairedWith, SyncState } from "../api/generated";
import { ask } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine, failureText } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Note } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import "./office.css";

/** What is in the way, in plain words: it is never a reason to stop selling. */
function Trouble({ state }: { state: SyncState }) {
  const { t } = useTranslation();
  const { dateTime } = useShop();
  if (!state.failure || state.running) return null;
  const { title, text } = failureText(state.failure.failure);
  return (
    <Note tone="wa" icon="alert" title={title}>
      {text} {t("office.nextTry", { at: dateTime(state.failure.next_at_ms) })}
    </Note>
  );
}

function Facts({ state, paired }: { state: SyncState; paired: PairedWith }) {
  const { t } = useTranslation();
  const { dateTime } = useShop();
  return (
    <dl className="off-dl">
      <dt>{t("office.with")}</dt>
      <dd>
        {paired.name} · {paired.store}
      </dd>
      <dt>{t("office.till")}</dt>
      <dd>{paired.till}</dd>
      <dt>{t("office.pending")}</dt>
      <dd>
        {state.pending_entries === 0
          ? t("office.nothingPending")
          : t("office.pendingSales", { count: state.pending_sales })}
      </dd>
      <dt>{t("office.last")}</dt>
      <dd>{state.last_success_ms === null ? t("office.never") : dateTime(state.last_success_ms)}</dd>
      <dt>{t("office.address")}</dt>
      <dd>{paired.url}</dd>
    </dl>
  );
}

/** How it stands, for whoever is at the till. */
export function SyncStatus({ state, paired }: { state: SyncState; paired: PairedWith }) {
  return (
    <>
      <Facts state={state} paired={paired} />
      <Trouble state={state} />
    </>
  );
}

export function SyncNow({ running, size }: { running: boolean; size?: "l" }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { working, failure, run } = useSubmit();
  const now = () =>
    void run(async () => {
      await ask("sync.now", null);
      // its answer may be older than what the events have told since
      await client.invalidateQueries({ queryKey: ["sync.state"] });
    });
  return (
    <>
      {failure && <span className="i2">{failureLine(failure)}</span>}
      <Button kind="primary" size={size} working={working || running} onClick={now}>
        {t("office.now")}
      </Button>
    </>
  );
}
