import { asDoorError } from "../../api/failure";
import { i18next } from ".";
import es from "./es.json";

export type ErrorCode = keyof typeof es.errors;

export type FailureText = { title: string; text: string };

/** The parameters come with the code at run time, so they cannot be checked against the text. */
function say(key: `errors.${ErrorCode}.${"title" | "text"}`, params: Record<string, string>): string {
  const untyped = i18next.t as (key: string, params: Record<string, string>) => string;
  return untyped(key, params);
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(es.errors, code);
}

/** What happened, and then what is safe and what to do; the door's own message if the code is new. */
export function failureText(thrown: unknown): FailureText {
  const failure = asDoorError(thrown);
  if (!isErrorCode(failure.code)) {
    return {
      title: failure.message || i18next.t("errors.internal.title"),
      text: i18next.t("errors.internal.text"),
    };
  }
  return {
    title: say(`errors.${failure.code}.title`, failure.params),
    text: say(`errors.${failure.code}.text`, failure.params),
  };
}

/** In one line, for under a field. */
export function failureLine(thrown: unknown): string {
  const { title, text } = failureText(thrown);
  return text ? `${title}. ${text}` : title;
}

/** The field the door complained about, if it named one. */
export function failedField(thrown: unknown): string | null {
  return asDoorError(thrown).params.field ?? null;
}
