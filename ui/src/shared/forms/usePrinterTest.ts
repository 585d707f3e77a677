import { useState } from "react";
import { call } from "../../api/call";
import type { PrinterProfile } from "../../api/generated";
import { failureText } from "../i18n/failure";
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
      .catch((thrown) => setOutcome({ state: "failed", why: failureText(thrown) }));
  };
  return { outcome, test, reset: () => setOutcome({ state: "idle" }) };
}
