import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { UserRow } from "../api/generated";
import { useAsk } from "../api/queries";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";
import { Avatar } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { LockAfter } from "./LockAfter";
import { Roles } from "./Roles";
import { UserDialog } from "./UserDialog";

export function UsersSection() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const users = useAsk("users.list", null).data ?? [];
  const [edited, setEdited] = useState<UserRow | null | undefined>(undefined);
  const saved = (name: string) => {
    setEdited(undefined);
    void client.invalidateQueries({ queryKey: ["users.list"] });
    showToast({ tone: "done", title: t("settings.userSaved", { name }) });
  };
  const forgotten = () => {
    setEdited(undefined);
    void client.invalidateQueries();
    showToast({ tone: "done", title: t("settings.userForgotten") });
  };
  return (
    <section className="panel set-p">
      <div className="row" style={{ gap: 12 }}>
        <div className="grow">
          <h2>{t("settings.users")}</h2>
          <p className="i2">{t("settings.usersText")}</p>
        </div>
        <Button icon="plus" onClick={() => setEdited(null)}>
          {t("settings.newUser")}
        </Button>
      </div>
      <ul className="set-us">
        {users.map((user) => (
          <li key={user.id}>
            <button type="button" className="set-u" onClick={() => setEdited(user)}>
              <Avatar name={user.name} tinted={user.active} />
              <span className="grow">
                <b className={user.active ? "w6 t15 blk el" : "w6 t15 blk el i3"}>{user.name}</b>
                <span className="t13 i3">
                  {[user.title ?? t(`roles.${user.role}`), user.has_badge && t("settings.hasBadge")]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
              {!user.active && <span className="badge">{t("settings.inactive")}</span>}
              {user.locked_until_ms !== null && user.locked_until_ms > Date.now() && (
                <span className="badge wa">{t("settings.locked")}</span>
              )}
              <Icon name="right" size={18} className="i3" />
            </button>
          </li>
        ))}
      </ul>
      <Roles />
      <LockAfter />
      {edited !== undefined && (
        <UserDialog
          key={edited?.id ?? "new"}
          user={edited}
          onSaved={saved}
          onForgotten={forgotten}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}
