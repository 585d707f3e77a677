import { useTranslation } from "react-i18next";
import { asDoorError } from "../../api/failure";
import { failureLine } from "../i18n/failure";
import { TextField } from "./Field";

const codes = ["copy_password_needed", "copy_password_wrong"];

/** The copies are closed, and what was typed does not open them. */
export function wantsPassword(thrown: unknown): boolean {
  return thrown !== null && codes.includes(asDoorError(thrown).code);
}

type Props = {
  value: string;
  failure: unknown;
  hint?: string;
  autoFocus?: boolean;
  onText: (text: string) => void;
};

/** What copies were closed with, to open them. */
export function CopyPasswordField({ value, failure, hint, autoFocus, onText }: Props) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t("copies.password")}
      type="password"
      autoFocus={autoFocus}
      value={value}
      hint={hint}
      error={wantsPassword(failure) ? failureLine(failure) : null}
      onText={onText}
    />
  );
}
