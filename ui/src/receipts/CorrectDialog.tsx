import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReceiptView } from "../api/generated";
import { ask, keyOf } from "../api/queries";
import { type Method, methods, newDraft, type Paid, tenderOf } from "../pay/payment";
import { ApprovalDialog, useApproval } from "../shared/forms/Approval";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { SelectField } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";
import { partsOf } from "./parts";

/** What is on account, on a code or was left before stays what it is. */
const isMoney = (method: Paid): method is Method => (methods as Paid[]).includes(method);

/** What each part was paid with in truth. The amounts stay: only the drawer and the terminal are told apart. */
export function CorrectDialog({ view, onClose }: { view: ReceiptView; onClose: () => void }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const client = useQueryClient();
  const submit = useSubmit();
  const parts = useMemo(() => partsOf(view), [view]);
  const [chosen, setChosen] = useState<Paid[]>(parts.map((part) => part.method));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is another correction
  const id = useMemo(newId, [chosen]);
  const options = methods.map((value) => ({ value: value as Paid, label: t(`pay.${value}`) }));
  const approval = useApproval((approval) =>
    submit.run(async () => {
      const tenders = parts.flatMap((part, at) => {
        const method = chosen[at] ?? part.method;
        // what was known of a card stays known
        if (method === part.method || !isMoney(method)) return [part];
        return tenderOf(newDraft(method), part.amount) ?? [];
      });
      const now = await ask("receipts.correct", { id, sale: view.row.id, tenders, approval });
      client.setQueryData(keyOf("receipts.get", { id: view.row.id }), now);
      void client.invalidateQueries({ queryKey: ["receipts.list"] });
      showToast({ tone: "done", title: t("receipts.correctedDone") });
      onClose();
    }),
  );
  if (approval.asking) {
    return (
      <ApprovalDialog
        text={t("receipts.approvalCorrect")}
        working={submit.working}
        failure={submit.failure}
        onGrant={(granted) => void approval.act(granted)}
        onClose={() => {
          submit.clear();
          approval.stop();
        }}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      icon="transfer"
      width="narrow"
      title={t("receipts.correct")}
      text={t("receipts.correctText", { number: view.row.number })}
      onSubmit={() => void approval.act(null)}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={submit.working}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      {parts.map((part, at) =>
        isMoney(part.method) ? (
          <SelectField
            // biome-ignore lint/suspicious/noArrayIndexKey: payments have no identity but their order
            key={at}
            label={money(part.amount)}
            value={chosen[at] ?? part.method}
            options={options}
            onValue={(method: Paid) => setChosen(chosen.map((was, index) => (index === at ? method : was)))}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: payments have no identity but their order
          <div key={at} className="row sp">
            <span className="i2">{t(`pay.${part.method}`)}</span>
            <b className="num">{money(part.amount)}</b>
          </div>
        ),
      )}
      {submit.failure && (
        <Note tone="da" icon="alert">
          {failureLine(submit.failure)}
        </Note>
      )}
    </Dialog>
  );
}
