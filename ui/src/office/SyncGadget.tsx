import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PairedWith, SyncState } from "../api/generated";
import { useAsk } from "../api/queries";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { SyncNow, SyncStatus } from "./SyncStatus";

/** Fewer that wait are on their way, and nobody needs to know. */
const manySales = 50;

type Shown = { state: SyncState; paired: PairedWith };

function SyncDialog({ state, paired, onClose }: Shown & { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onClose={onClose}
      icon="cloud"
      title={t("settings.office")}
      text={t("office.never_waits")}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.close")}
          </Button>
          <span className="grow" />
          <SyncNow size="l" running={state.running} />
        </>
      }
    >
      <SyncStatus state={state} paired={paired} />
    </Dialog>
  );
}

function Cloud({ state, paired }: Shown) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { pending_sales: pending, failure } = state;
  const isOdd = failure !== null && failure.failure.code !== "sync_unreachable";
  const tone = failure && (pending >= manySales || isOdd) ? "wa" : "";
  const calm = t(failure ? "office.away" : "office.nothingPending");
  const words = pending > 0 ? t("office.pendingSales", { count: pending }) : calm;
  return (
    <>
      <button
        type="button"
        className={`gad ${tone}`}
        title={tone ? undefined : words}
        aria-label={tone ? undefined : words}
        onClick={() => setOpen(true)}
      >
        <Icon name={failure ? "cloudOff" : "cloud"} />
        {tone ? <b>{words}</b> : <span className="lb">{words}</span>}
      </button>
      {open && <SyncDialog state={state} paired={paired} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Only where there is a head office: a quiet cloud, and words when it has been away for long. Selling never waits for it. */
export function SyncGadget() {
  const { data } = useAsk("sync.state", null);
  return data?.paired ? <Cloud state={data} paired={data.paired} /> : null;
}
