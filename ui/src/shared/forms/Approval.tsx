import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DoorError } from "../../api/failure";
import type { Approval as Granted, Id } from "../../api/generated";
import { useAsk } from "../../api/queries";
import { isBadge, nobody } from "../badge";
import { failureLine } from "../i18n/failure";
import { Button } from "../parts/Button";
import { Segmented } from "../parts/Choice";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Avatar, Note } from "../parts/Small";
import { useScanner } from "../scanner/useScanner";
import "./approval.css";

const needed = [
  "approval_needed",
  "supervisor_needed",
  "credit_closed",
  "credit_exceeded",
  "credit_overdue",
  "deposit_short",
  "discount_not_permitted",
  "price_not_permitted",
  "price_too_low",
];

/** In minutes: this alone, or all such things while she is near. */
const once = 0;
const some = 10;

type Run = (approval: Granted | null) => Promise<DoorError | null>;

/** Runs a request; where a supervisor has to grant it she is asked for, and it runs again with her PIN. */
export function useApproval(run: Run) {
  const [asking, setAsking] = useState(false);
  const act = async (approval: Granted | null) => {
    const refused = await run(approval);
    setAsking((was) => refused !== null && (was || needed.includes(refused.code)));
  };
  return { asking, ask: () => setAsking(true), stop: () => setAsking(false), act };
}

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
  const who = users.filter((user) => user.approves);
  const [chosen, setChosen] = useState<Id | null>(null);
  const [secret, setSecret] = useState("");
  const [minutes, setMinutes] = useState(once);
  const [reason, setReason] = useState("");
  const lengths = [once, some].map((value) => ({
    value,
    label: value === once ? t("approval.once") : t("approval.minutes", { count: value }),
  }));
  const [tried, setTried] = useState(false);
  const user = chosen ?? (who.length === 1 ? (who[0]?.id ?? null) : null);
  const grant = (by: Id, secret: string) => {
    setTried(true);
    onGrant({ user: by, secret, ...(minutes ? { minutes } : {}), reason: reason.trim() });
    setSecret("");
  };
  const submit = () => {
    if (user && secret !== "") grant(user, secret);
  };
  useScanner((code) => {
    if (isBadge(code) && !working) grant(nobody, code);
  });
  return (
    <Dialog
      open
      onClose={onClose}
      icon="shield"
      width="narrow"
      title={t("approval.title")}
      text={text}
      onSubmit={submit}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={!user || secret === ""}>
            {t("approval.approve")}
          </Button>
        </>
      }
    >
      <fieldset className="ap-who" aria-label={t("approval.who")}>
        {who.map(({ id, name, role, title }) => (
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
              <small className="i2">{title ?? t(`roles.${role}`)}</small>
            </span>
          </button>
        ))}
      </fieldset>
      <TextField
        label={t("approval.pin")}
        hint={t("approval.badge")}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        autoFocus
        maxLength={64}
        value={secret}
        onText={setSecret}
      />
      <Segmented label={t("approval.howLong")} value={minutes} options={lengths} onValue={setMinutes} />
      <TextField label={t("approval.reason")} value={reason} maxLength={120} onText={setReason} />
      {failure && (tried || !needed.includes(failure.code)) && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
    </Dialog>
  );
}
