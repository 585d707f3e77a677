import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asDoorError } from "../api/failure";
import type { Id, Role, UserRow } from "../api/generated";
import { ask, useAsk, useTell } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failedField, failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Segmented, SelectField } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { ForgetDialog } from "./ForgetDialog";

const roles: Role[] = ["cashier", "supervisor", "owner"];

/** Which field a refusal is about, also when only its code says so. */
function fieldOf(thrown: unknown): string | null {
  const named = failedField(thrown);
  if (named) return named === "secret" ? "pin" : named;
  return asDoorError(thrown).code.startsWith("pin_") ? "pin" : null;
}

type Props = {
  user: UserRow | null;
  onSaved: (name: string) => void;
  onForgotten: () => void;
  onClose: () => void;
};

export function UserDialog({ user, onSaved, onForgotten, onClose }: Props) {
  const { t } = useTranslation();
  const { working, failure, run } = useSubmit();
  const [name, setName] = useState(user?.name ?? "");
  const own = (useAsk("roles.list", null, { fresh: true }).data?.roles ?? []).filter((own) => own.active);
  const [role, setRole] = useState<Role | Id>(user?.own_role ?? user?.role ?? "cashier");
  const ownRole = own.find((own) => own.id === role);
  const print = useTell("users.badge", () => {
    showToast({ tone: "done", title: t("settings.badgePrinted") });
    onSaved(user?.name ?? "");
  });
  const unbadge = useTell("users.unbadge", () => onSaved(user?.name ?? ""));
  const failed = { onError: (thrown: unknown) => showFailure(thrown) };
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
        role: ownRole?.rank ?? (role as Role),
        ...(ownRole ? { own_role: ownRole.id } : {}),
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
        {own.length === 0 ? (
          <Segmented
            label={t("settings.role")}
            value={role as Role}
            options={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
            onValue={setRole}
          />
        ) : (
          <SelectField
            label={t("settings.role")}
            hideLabel
            value={role}
            options={[
              ...roles.map((value) => ({ value: value as Role | Id, label: t(`roles.${value}`) })),
              ...own.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onValue={setRole}
          />
        )}
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
      {user?.active && (
        <div className="row">
          <Button
            icon="badge"
            onClick={() => print.mutate({ id: user.id }, failed)}
            working={print.isPending}
          >
            {t(user.has_badge ? "settings.badgeAgain" : "settings.badge")}
          </Button>
          {user.has_badge && (
            <Button kind="quiet" onClick={() => unbadge.mutate({ id: user.id }, failed)}>
              {t("settings.unbadge")}
            </Button>
          )}
        </div>
      )}
      {user && (
        <Button kind="quiet" onClick={() => setForgetting(true)}>
          {t("settings.forgetUser")}
        </Button>
      )}
    </Dialog>
  );
}
