import { useTranslation } from "react-i18next";
import type { UserTile } from "../api/generated";
import { ask } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { Note } from "../shared/parts/Small";

type Props = { user: UserTile; onForgotten: () => void; onClose: () => void };

/** There is no way back, so it says first what goes and what stays. */
export function ForgetDialog({ user, onForgotten, onClose }: Props) {
  const { t } = useTranslation();
  const { working, failure, run } = useSubmit();
  const forget = () => void run(() => ask("users.erase", { id: user.id }).then(onForgotten));
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      icon="alert"
      width="narrow"
      title={t("settings.forgetTitle", { name: user.name })}
      text={t("settings.forgetGoes")}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="solid-danger" size="l" working={working} onClick={forget}>
            {t("settings.forgetYes")}
          </Button>
        </>
      }
    >
      <p className="i2">{t("settings.forgetStays")}</p>
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
    </Dialog>
  );
}
