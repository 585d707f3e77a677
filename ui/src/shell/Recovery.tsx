import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { asDoorError } from "../api/failure";
import { ask } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureText } from "../shared/i18n/failure";
import { Mark } from "../shared/icons/Mark";
import { useKeys } from "../shared/keyboard/keys";
import { Button } from "../shared/parts/Button";
import { CopyPasswordField, wantsPassword } from "../shared/parts/CopyPassword";
import { Note } from "../shared/parts/Small";
import { BrokenLine } from "./BrokenLine";

/** The data cannot be used, and this is how trying to recover it may have ended. */
const codes = [
  "database_damaged",
  "nothing_to_recover",
  "copy_password_needed",
  "copy_password_wrong",
  "copy_unusable",
];

export function isRecoverable(code: string): boolean {
  return codes.includes(code);
}

/** Somebody at another screen may have pressed first: what was wanted happens. */
async function begin(password: string): Promise<void> {
  try {
    await ask("recovery.begin", { password: password || null });
  } catch (thrown) {
    if (asDoorError(thrown).code !== "restoring") throw thrown;
  }
}

type OfferProps = { working: boolean; onRecover: () => void; onRetry: () => void };

function Offer({ working, onRecover, onRetry }: OfferProps) {
  const { t } = useTranslation();
  return (
    <section className="panel" role="alert">
      <span className="acc">
        <Mark size={40} />
      </span>
      <h1>{t("start.database_damaged.title")}</h1>
      <BrokenLine icon="shield" tone="acc">
        {t("start.database_damaged.safe")}
      </BrokenLine>
      <BrokenLine icon="right">{t("start.database_damaged.act")}</BrokenLine>
      <div className="row">
        <Button kind="primary" size="l" autoFocus onClick={onRecover}>
          {t("recovery.begin")}
        </Button>
        <Button size="l" working={working} onClick={onRetry}>
          {t("common.retry")}
        </Button>
      </div>
    </section>
  );
}

function Trouble({ thrown }: { thrown: unknown }) {
  const { t } = useTranslation();
  const { title, text } = failureText(thrown);
  return (
    <>
      <Note tone="da" icon="alert" title={title}>
        {text}
      </Note>
      {asDoorError(thrown).code === "nothing_to_recover" && (
        <BrokenLine icon="alert" tone="wrn">
          {t("recovery.noCopy")}
        </BrokenLine>
      )}
    </>
  );
}

type ConfirmProps = { failed: unknown; onBegun: () => void; onBack: () => void };

/** What will happen, before it does. The first press must not be the second too, so the focus waits at the way back. */
function Confirm({ failed, onBegun, onBack }: ConfirmProps) {
  const { t } = useTranslation();
  const { working, failure, run } = useSubmit();
  const [password, setPassword] = useState("");
  const trouble = failure ?? failed;
  const locked = wantsPassword(trouble);
  const none = trouble !== null && asDoorError(trouble).code === "nothing_to_recover";
  useKeys({ Escape: onBack });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(() => begin(password).then(onBegun));
  };
  return (
    <form className="panel" onSubmit={submit} noValidate aria-label={t("recovery.begin")}>
      <span className="acc">
        <Mark size={40} />
      </span>
      <h1>{t("recovery.begin")}</h1>
      {trouble !== null && !locked && <Trouble thrown={trouble} />}
      {locked && (
        <CopyPasswordField
          value={password}
          failure={trouble}
          hint={t("copies.passwordLeft")}
          onText={setPassword}
          autoFocus
        />
      )}
      {!locked && !none && <BrokenLine icon="usb">{t("recovery.plug")}</BrokenLine>}
      <BrokenLine icon="copies">{t("recovery.build")}</BrokenLine>
      <BrokenLine icon="folder">{t("recovery.aside")}</BrokenLine>
      <BrokenLine icon="right">{t("recovery.after")}</BrokenLine>
      <div className="row">
        <Button size="l" autoFocus={!locked} onClick={onBack}>
          {t("common.back")}
        </Button>
        <Button kind="primary" size="l" submit working={working}>
          {t(none ? "recovery.again" : "recovery.yes")}
        </Button>
      </div>
    </form>
  );
}

type Props = { thrown: unknown; working: boolean; onRetry: () => void };

/** The data of this till is damaged: whoever stands here may have it put together from the copies. */
export function Recovery({ thrown, working, onRetry }: Props) {
  const tried = asDoorError(thrown).code !== "database_damaged";
  const [open, setOpen] = useState(tried);
  return (
    <main className="broken">
      {open ? (
        <Confirm failed={tried ? thrown : null} onBegun={onRetry} onBack={() => setOpen(false)} />
      ) : (
        <Offer working={working} onRecover={() => setOpen(true)} onRetry={onRetry} />
      )}
    </main>
  );
}
