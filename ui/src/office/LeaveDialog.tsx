import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asDoorError } from "../api/failure";
import { ask, keyOf } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { Note } from "../shared/parts/Small";

/** What is here alone is said before it is left alone. */
export function LeaveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { working, failure, run } = useSubmit();
  const insists = failure !== null && asDoorError(failure).code === "sync_pending";
  const leave = () =>
    void run(async () => {
      client.setQueryData(keyOf("sync.state", null), await ask("sync.leave", { insists }));
      onClose();
    });
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      icon="cloud"
      title={t("office.leaveTitle")}
      text={t("office.leaveText")}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="solid-danger" size="l" working={working} onClick={leave}>
            {t(insists ? "office.leaveAnyway" : "office.leaveYes")}
          </Button>
        </>
      }
    >
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
    </Dialog>
  );
}
