import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSubmit } from "../forms/useSubmit";
import { failureLine } from "../i18n/failure";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Note } from "./Small";

type Props = {
  title: string;
  text: string;
  yes: string;
  act: () => Promise<void>;
  onClose: () => void;
  children?: ReactNode;
};

/** Before what cannot be undone: what goes, what stays, and the one button that does it. A refusal is said here, and nothing closes. */
export function Confirm({ title, text, yes, act, onClose, children }: Props) {
  const { t } = useTranslation();
  const { working, failure, run } = useSubmit();
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      icon="alert"
      width="narrow"
      title={title}
      text={text}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="solid-danger" size="l" working={working} onClick={() => void run(act)}>
            {yes}
          </Button>
        </>
      }
    >
      {children}
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
    </Dialog>
  );
}
