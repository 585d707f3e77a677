import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart } from "../../api/generated";
import { useSubmit } from "../../shared/forms/useSubmit";
import { failureLine } from "../../shared/i18n/failure";
import { Button } from "../../shared/parts/Button";
import { Dialog } from "../../shared/parts/Dialog";
import { TextField } from "../../shared/parts/Field";
import { useShop } from "../../shared/shop";
import { useItems } from "../Totals";

type Props = { cart: Cart; onDiscard: (reason: string | null) => Promise<void>; onClose: () => void };

export function DiscardDialog({ cart, onDiscard, onClose }: Props) {
  const { t } = useTranslation();
  const { money } = useShop();
  const items = useItems();
  const { working, failure, run } = useSubmit();
  const [reason, setReason] = useState("");
  const text = t("sell.discardText", { items: items(cart.count), total: money(cart.total) });
  const discard = () => void run(() => onDiscard(reason.trim() || null).then(onClose));
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      icon="alert"
      width="narrow"
      title={t("sell.discardTitle")}
      text={text}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="solid-danger" size="l" working={working} onClick={discard}>
            {t("sell.discardYes")}
          </Button>
        </>
      }
    >
      <TextField
        label={`${t("sell.discardReason")} (${t("common.optional")})`}
        value={reason}
        maxLength={120}
        error={failure && failureLine(failure)}
        onText={setReason}
      />
    </Dialog>
  );
}
