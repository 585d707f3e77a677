import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asDoorError } from "../api/failure";
import type { Role, UserTile } from "../api/generated";
import { ask } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failedField, failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Segmented } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";
import { ForgetDialog } from "./ForgetDialog";

export type ListedUser = UserTile & { active: boolean };

const roles: Role[] = ["cashier", "supervisor", "owner"];

/** Which field a refusal is about, also when only its code says so. */
function fieldOf(thrown: unknown): string | null {
  const named = failedField(thrown);
  if (named) return named === "secret" ? "pin" : named;
  return asDoorError(thrown).code.startsWith("pin_") ? "pin" : null;
}

type Props = {
  user: ListedUser | null;
  onSaved: (name: string) => void;
  onForgotten: () => void;
  onClose: () => void;
};

export function UserDialog({ user, onSaved, onForgotten, onClose }: Props) {
  const { t } = useTranslation();
  const { working, failure, run } = useSubmit();
  const [name, setName] = useState(user?.name ?? "");
  const [role, setRole] = useState<Role>(user?.role ?? "cashier");
  const [pin, setPin] = useState("");
  const [missing, setMissing] = useState<{ name?: boolean; pin?: boolean }>({});
  const [forgetting, setForgetting] = useState(false);
  const field = failure && fieldOf(failure);
  const said = failure && failureLine(failure);
  const save = (active: boolean) => {
    const found = { name: name.trim() === "", pin: user === null && pin === "" };
    setMissing(found);
    if (found.name || found.pin) return;
    void run(async () => {
      await ask("users.save", {
        id: user?.id ?? null,
        name: name.trim(),
        role,
        pin: pin === "" ? null : pin,
        active,
      });
      onSaved(name.trim());
    });
  };
  const active = user?.active ?? true;
  if (user && forgetting)
    return <ForgetDialog user={user} onForgotten={onForgotten} onClose={() => setForgetting(false)} />;
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      icon="user"
      title={user ? t("settings.editUser", { name: user.name }) : t("settings.newUser")}
      onSubmit={() => save(active)}
      footer={
        <>
          {user && (
            <Button kind={active ? "danger" : "tonal"} onClick={() => save(!active)}>
              {t(active ? "settings.deactivateUser" : "settings.reactivateUser")}
            </Button>
          )}
          <span className="grow" />
          <Button kind="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button kind="primary" submit working={working}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      {said && field !== "name" && field !== "pin" && (
        <Note tone="da" icon="alert">
          {said}
        </Note>
      )}
      <TextField
        label={t("common.name")}
        value={name}
        autoFocus
        maxLength={60}
        error={missing.name ? t("settings.noName") : field === "name" ? said : null}
        onText={setName}
      />
      <div className="field">
        <span className="lab">{t("settings.role")}</span>
        <Segmented
          label={t("settings.role")}
          value={role}
          options={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
          onValue={setRole}
        />
      </div>
      <TextField
        label={t(user ? "settings.newPin" : "settings.pin")}
        type="password"
        inputMode="numeric"
        autoComplete="new-password"
        value={pin}
        hint={user ? `${t("settings.pinKeep")} ${t("settings.pinHint")}` : t("settings.pinHint")}
        error={missing.pin ? t("settings.needPin") : field === "pin" ? said : null}
        onText={(text) => setPin(text.replace(/\D/g, "").slice(0, 12))}
      />
      {user && (
        <Button kind="quiet" onClick={() => setForgetting(true)}>
          {t("settings.forgetUser")}
        </Button>
      )}
    </Dialog>
  );
}
