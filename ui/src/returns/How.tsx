import { useTranslation } from "react-i18next";
import type { ReturnReason } from "../api/generated";
import { SelectField, SwitchField } from "../shared/parts/Choice";
import { reasons, restocksBy } from "./picking";

type How = { reason: ReturnReason; restock: boolean };

/** Why it came back, and whether it can be sold again. */
export function HowFields({ how, onHow }: { how: How; onHow: (how: How) => void }) {
  const { t } = useTranslation();
  const options = reasons.map((value) => ({ value, label: t(`returns.reasons.${value}`) }));
  return (
    <div className="ret-how">
      <SelectField
        hideLabel
        label={t("returns.reason")}
        value={how.reason}
        options={options}
        onValue={(reason) => onHow({ reason, restock: restocksBy(reason) })}
      />
      <SwitchField
        label={t("returns.restock")}
        checked={how.restock}
        onChecked={(restock) => onHow({ ...how, restock })}
      />
    </div>
  );
}
