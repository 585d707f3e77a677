import { useState } from "react";
import { useTranslation } from "react-i18next";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { CopyPasswordField, wantsPassword } from "../shared/parts/CopyPassword";
import { Dialog } from "../shared/parts/Dialog";
import { Note } from "../shared/parts/Small";
import { useCopies } from "./useCopies";

/** Closed copies are tried with the password that they will need one day. */
export function DrillDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { working, failure, tell } = useCopies();
  const [password, setPassword] = useState("");
  return (
    <Dialog
      open
      onClose={onClose}
      icon="shield"
      width="narrow"
      title={t("copies.drillYes")}
      text={t("copies.drillText")}
      onSubmit={() => tell("copies.drill", { password: password || null }, onClose)}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working}>
            {t("copies.drillYes")}
          </Button>
        </>
      }
    >
      {failure && !wantsPassword(failure) && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <CopyPasswordField
        value={password}
        failure={failure}
        hint={t("copies.passwordLeft")}
        onText={setPassword}
      />
    </Dialog>
  );
}
