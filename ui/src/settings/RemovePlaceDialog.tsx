import { useTranslation } from "react-i18next";
import type { Id } from "../api/generated";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useCopies } from "./useCopies";

type Props = { place: { id: Id; name: string }; onClose: () => void };

/** What lies there stays, and it says so before anything is pressed. */
export function RemovePlaceDialog({ place: { id, name }, onClose }: Props) {
  const { t } = useTranslation();
  const { working, failure, tell } = useCopies();
  const remove = () =>
    tell("copies.remove", { id }, () => {
      showToast({ tone: "done", title: t("copies.removed", { name }) });
      onClose();
    });
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      icon="folder"
      width="narrow"
      title={t("copies.removeTitle", { name })}
      text={t("copies.removeText")}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="solid-danger" size="l" working={working} onClick={remove}>
            {t("copies.removeYes")}
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
