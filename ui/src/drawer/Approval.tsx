import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DoorError } from "../api/failure";
import type { Approval as Granted, Id } from "../api/generated";
import { useAsk } from "../api/queries";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Avatar, Note } from "../shared/parts/Small";

type Props = {
  text: string;
  working: boolean;
  failure: DoorError | null;
  onGrant: (approval: Granted) => void;
  onClose: () => void;
};

/** A supervisor comes to the till and grants one thing with her PIN. Whoever works there stays signed in. */
export function ApprovalDialog({ text, working, failure, onGrant, onClose }: Props) {
  const { t } = useTranslation();
  const users = useAsk("users.tiles", null).data ?? [];
  const who = users.filter((user) => user.role !== "cashier");
  const [chosen, setChosen] = useState<Id | null>(null);
  const [secret, setSecret] = useState("");
  const user = chosen ?? (who.length === 1 ? (who[0]?.id ?? null) : null);
  const submit = () => {
    if (user && secret !== "") onGrant({ user, secret });
    setSecret("");
  };
  return (
    <Dialog
      open
      onClose={onClose}
      icon="shield"
      width="narrow"
      title={t("drawer.approvalTitle")}
      text={text}
      onSubmit={submit}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={!user || secret === ""}>
            {t("drawer.approve")}
          </Button>
        </>
      }
    >
      <fieldset className="drw-who" aria-label={t("drawer.approvalWho")}>
        {who.map(({ id, name, role }) => (
          <button
            key={id}
            type="button"
            className={id === user ? "on" : ""}
            aria-pressed={id === user}
            onClick={() => setChosen(id)}
          >
            <Avatar name={name} tinted />
            <span className="grow">
              <b className="el blk">{name}</b>
              <small className="i2">{t(`roles.${role}`)}</small>
            </span>
          </button>
        ))}
      </fieldset>
      <TextField
        label={t("drawer.approvalPin")}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        autoFocus
        maxLength={64}
        value={secret}
        onText={setSecret}
      />
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
    </Dialog>
  );
}
