import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keyOf, useAsk, useTell } from "../api/queries";
import { SelectField } from "../shared/parts/Choice";
import { showFailure } from "../shared/parts/trouble";

const choices = [1, 2, 5, 10, 15, 30, 60, 0];

/** How long this till may be left alone before it asks for a PIN. */
export function LockAfter() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const rules = useAsk("sessions.get", null).data;
  const { mutate } = useTell("sessions.save", (next) =>
    client.setQueryData(keyOf("sessions.get", null), next),
  );
  if (!rules) return null;
  const minutes = rules.lock_after_minutes;
  const known = choices.includes(minutes) ? choices : [minutes, ...choices];
  const options = known.map((value) => ({
    value,
    label: value === 0 ? t("settings.lockNever") : t("settings.lockAfterMinutes", { count: value }),
  }));
  return (
    <div>
      <SelectField
        label={t("settings.lockAfter")}
        value={minutes}
        options={options}
        onValue={(value) =>
          mutate({ lock_after_minutes: value }, { onError: (thrown) => showFailure(thrown) })
        }
      />
      <p className="t13 i3">{t("settings.lockAfterHint")}</p>
    </div>
  );
}
