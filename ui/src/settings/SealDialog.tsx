import { useState } from "react";
import { useTranslation } from "react-i18next";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useCopies } from "./useCopies";

export type SealTask = "set" | "change" | "off";

const words = {
  set: { title: "copies.sealSet", text: "copies.sealSetText" },
  change: { title: "copies.sealChange", text: "copies.sealChangeText" },
  off: { title: "copies.sealOff", text: "copies.sealOffText" },
} as const;

type Typed = { password: string; again: string };

type TwiceProps = {
  typed: Typed;
  onTyped: (typed: Typed) => void;
  error: string | null;
  differs: boolean;
};

/** A slip would close copies for good. */
function Twice({ typed, onTyped, error, differs }: TwiceProps) {
  const { t } = useTranslation();
  const field = { type: "password", autoComplete: "new-password", maxLength: 200 };
  return (
    <>
      <TextField
        {...field}
        autoFocus
        label={t("copies.password")}
        value={typed.password}
        hint={t("copies.passwordHint")}
        error={error}
        onText={(password) => onTyped({ ...typed, password })}
      />
      <TextField
        {...field}
        label={t("copies.passwordAgain")}
        value={typed.again}
        error={differs ? t("copies.passwordDiffers") : null}
        onText={(again) => onTyped({ ...typed, again })}
      />
    </>
  );
}

/** Closes the copies that are made from now on with a password, another one, or none. */
export function SealDialog({ task, onClose }: { task: SealTask; onClose: () => void }) {
  const { t } = useTranslation();
  const { working, failure, tell } = useCopies();
  const [typed, setTyped] = useState<Typed>({ password: "", again: "" });
  const [differs, setDiffers] = useState(false);
  const off = task === "off";
  const short = failure?.code === "copy_password_short";
  const other = short ? null : failure;
  const submit = () => {
    const wrong = !off && typed.password !== typed.again;
    setDiffers(wrong);
    if (wrong) return;
    tell("copies.seal", { password: off ? null : typed.password }, () => {
      showToast({ tone: "done", title: t(off ? "copies.opened" : "copies.closed") });
      onClose();
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      icon="lock"
      width="narrow"
      title={t(words[task].title)}
      text={t(words[task].text)}
      onSubmit={submit}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind={off ? "solid-danger" : "primary"} size="l" submit working={working}>
            {t(words[task].title)}
          </Button>
        </>
      }
    >
      {(other || !off) && (
        <>
          {other && (
            <Note tone="da" icon="alert">
              {failureLine(other)}
            </Note>
          )}
          {!off && (
            <Twice
              typed={typed}
              onTyped={setTyped}
              error={short ? failureLine(failure) : null}
              differs={differs}
            />
          )}
        </>
      )}
    </Dialog>
  );
}
