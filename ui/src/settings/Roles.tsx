import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RoleSaved } from "../api/generated";
import { useAsk } from "../api/queries";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";
import { showToast } from "../shared/parts/toasts";
import { RoleDialog } from "./RoleDialog";

/** The roles that the owner has made. */
export function Roles() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const found = useAsk("roles.list", null).data;
  const [edited, setEdited] = useState<RoleSaved | null | undefined>(undefined);
  const saved = (name: string) => {
    setEdited(undefined);
    void client.invalidateQueries({ queryKey: ["roles.list"] });
    void client.invalidateQueries({ queryKey: ["users.list"] });
    showToast({ tone: "done", title: t("settings.roleSaved", { name }) });
  };
  const limits = (role: RoleSaved) =>
    [t(`roles.${role.rank}`), t("settings.roleDiscount", { percent: role.discount / 10_000 })].join(" · ");
  return (
    <>
      <div className="row" style={{ gap: 12 }}>
        <div className="grow">
          <h2>{t("settings.roles")}</h2>
          <p className="i2">{t("settings.rolesText")}</p>
        </div>
        <Button icon="plus" onClick={() => setEdited(null)}>
          {t("settings.newRole")}
        </Button>
      </div>
      {found && found.roles.length > 0 && (
        <ul className="set-us" aria-label={t("settings.roles")}>
          {found.roles.map((role) => (
            <li key={role.id}>
              <button type="button" className="set-u" onClick={() => setEdited(role)}>
                <Icon name="shield" size={22} className="i3" />
                <span className="grow">
                  <b className={role.active ? "w6 t15 blk el" : "w6 t15 blk el i3"}>{role.name}</b>
                  <span className="t13 i3">{limits(role)}</span>
                </span>
                {!role.active && <span className="badge">{t("settings.inactive")}</span>}
                <Icon name="right" size={18} className="i3" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {found && edited !== undefined && (
        <RoleDialog
          key={edited?.id ?? "new"}
          role={edited}
          till={found.till}
          backOffice={found.back_office}
          onSaved={saved}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}
