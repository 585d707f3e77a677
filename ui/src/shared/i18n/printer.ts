import { i18next } from ".";
import es from "./es.json";

type Reason = keyof typeof es.printer.why;

const known = (code: string): code is Reason => Object.hasOwn(es.printer.why, code);

/** Why a slip did not come out, in words; null when the program does not say or the code is new. */
export function printerReason(code: string | null | undefined): string | null {
  return code && known(code) ? i18next.t(`printer.why.${code}`) : null;
}
