import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { SwitchField } from "../shared/parts/Choice";
import { CopyPasswordField, wantsPassword } from "../shared/parts/CopyPassword";
import { Dialog } from "../shared/parts/Dialog";
import { Note } from "../shared/parts/Small";

const steps = ["stop", "build", "aside", "login"] as const;

/** Says what happens, and wants a second step in another place before the red button does anything. */
export function RestoreDialog({ sealed, onClose }: { sealed: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { working, failure, run } = useSubmit();
  const [understood, setUnderstood] = useState(false);
  const [password, setPassword] = useState("");
  const locked = wantsPassword(failure);
  const restore = () => {
    if (!understood) return;
    void run(async () => {
      await ask("copies.restore", { password: password || null });
      // From here on the till is closed: its state says so, and takes this screen away.
      await client.invalidateQueries({ queryKey: ["app.state"] });
    });
  };
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      icon="alert"
      title={t("copies.restoreTitle")}
      onSubmit={restore}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="solid-danger" size="l" submit disabled={!understood} working={working}>
            {t("copies.restoreYes")}
          </Button>
        </>
      }
    >
      <ol className="cop-steps">
        {steps.map((step) => (
          <li key={step}>{t(`copies.restoreSteps.${step}`)}</li>
        ))}
      </ol>
      {failure && !locked && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      {(sealed || locked) && (
        <CopyPasswordField
          value={password}
          failure={failure}
          hint={t("copies.passwordLeft")}
          onText={setPassword}
        />
      )}
      <SwitchField
        label={t("copies.understood")}
        hint={t("copies.understoodHint")}
        checked={understood}
        onChecked={setUnderstood}
      />
    </Dialog>
  );
}
