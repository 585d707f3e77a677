import { useState } from "react";
import { call } from "../../api/call";
import { asDoorError } from "../../api/failure";
import type { PrinterProfile } from "../../api/generated";
import { failureText } from "../i18n/failure";
import { printerReason } from "../i18n/printer";
import type { TestOutcome } from "./PrinterForm";

export function usePrinterTest(): {
  outcome: TestOutcome;
  test: (profile: PrinterProfile) => void;
  reset: () => void;
} {
  const [outcome, setOutcome] = useState<TestOutcome>({ state: "idle" });
  const test = (profile: PrinterProfile) => {
    setOutcome({ state: "working" });
    call("printer.test", { profile })
      .then(() => setOutcome({ state: "ok" }))
      .catch((thrown) => {
        const { title, text } = failureText(thrown);
        const reason = printerReason(asDoorError(thrown).params.detail);
        setOutcome({ state: "failed", why: { title: reason ?? title, text } });
      });
  };
  return { outcome, test, reset: () => setOutcome({ state: "idle" }) };
}
