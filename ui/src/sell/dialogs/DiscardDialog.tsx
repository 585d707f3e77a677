import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cart } from "../../api/generated";
import { Confirm } from "../../shared/parts/Confirm";
import { TextField } from "../../shared/parts/Field";
import { useShop } from "../../shared/shop";
import { useItems } from "../Totals";

type Props = { cart: Cart; onDiscard: (reason: string | null) => Promise<void>; onClose: () => void };

export function DiscardDialog({ cart, onDiscard, onClose }: Props) {
  const { t } = useTranslation();
  const { money } = useShop();
  const items = useItems();
  const [reason, setReason] = useState("");
  return (
    <Confirm
      title={t("sell.discardTitle")}
      text={t("sell.discardText", { items: items(cart.count), total: money(cart.total) })}
      yes={t("sell.discardYes")}
      act={() => onDiscard(reason.trim() || null).then(onClose)}
      onClose={onClose}
    >
      <TextField
        label={`${t("sell.discardReason")} (${t("common.optional")})`}
        value={reason}
        maxLength={120}
        onText={setReason}
      />
    </Confirm>
  );
}
