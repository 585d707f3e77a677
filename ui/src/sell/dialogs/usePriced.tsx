import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DoorError } from "../../api/failure";
import type { Approval } from "../../api/generated";
import { ApprovalDialog, useApproval } from "../../shared/forms/Approval";
import { useSubmit } from "../../shared/forms/useSubmit";
import { failureText } from "../../shared/i18n/failure";

type Priced<T> = {
  working: boolean;
  failure: DoorError | null;
  send: (value: T) => void;
  clear: () => void;
  /** A supervisor is asked, in the place of whatever asked her. */
  granting: ReactNode;
};

/** A price that she who asks may not give is one that a supervisor can grant. */
export function usePriced<T>(
  apply: (value: T, approval: Approval | null) => Promise<void>,
  onDone: () => void,
): Priced<T> {
  const { t } = useTranslation();
  const { working, failure, run, clear } = useSubmit();
  const asked = useRef<{ value: T } | null>(null);
  const [why, setWhy] = useState("");
  const approval = useApproval(async (granted) => {
    const refused = await run(async () => {
      if (!asked.current) return;
      await apply(asked.current.value, granted);
      onDone();
    });
    // a wrong PIN does not change what is asked for
    if (granted === null && refused) setWhy(failureText(refused).title);
    return refused;
  });
  const send = (value: T) => {
    asked.current = { value };
    void approval.act(null);
  };
  const granting = approval.asking ? (
    <ApprovalDialog
      text={`${why}. ${t("line.approval")}`}
      working={working}
      failure={failure}
      onGrant={(granted) => void approval.act(granted)}
      onClose={() => {
        clear();
        approval.stop();
      }}
    />
  ) : null;
  return { working, failure, send, clear, granting };
}
