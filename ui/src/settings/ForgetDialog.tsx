import { useTranslation } from "react-i18next";
import type { UserTile } from "../api/generated";
import { ask } from "../api/queries";
import { Confirm } from "../shared/parts/Confirm";

type Props = { user: UserTile; onForgotten: () => void; onClose: () => void };

export function ForgetDialog({ user, onForgotten, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Confirm
      title={t("settings.forgetTitle", { name: user.name })}
      text={t("settings.forgetGoes")}
      yes={t("settings.forgetYes")}
      act={() => ask("users.erase", { id: user.id }).then(onForgotten)}
      onClose={onClose}
    >
      <p className="i2">{t("settings.forgetStays")}</p>
    </Confirm>
  );
}
