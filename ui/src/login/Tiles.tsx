import { useTranslation } from "react-i18next";
import type { Id, UserTile } from "../api/generated";
import { countdown, useNow } from "../shared/hooks/useNow";
import { Avatar } from "../shared/parts/Small";

type Props = {
  users: UserTile[];
  chosen: Id | null;
  lockedUntil: (user: UserTile) => number;
  onChoose: (id: Id) => void;
};

export function Tiles({ users, chosen, lockedUntil, onChoose }: Props) {
  const { t } = useTranslation();
  const now = useNow(1000);
  return (
    <fieldset className="lo-us scroll bare" aria-label={t("login.users")}>
      {users.map((user) => {
        const until = lockedUntil(user);
        return (
          <button
            key={user.id}
            type="button"
            className={user.id === chosen ? "lo-u on" : "lo-u"}
            aria-pressed={user.id === chosen}
            onClick={() => onChoose(user.id)}
          >
            <Avatar name={user.name} tinted />
            {until > now && (
              <span className="badge wa st">{t("login.lockedTile", { time: countdown(until, now) })}</span>
            )}
            <span>
              <b className="el">{user.name}</b>
              <small>{user.title ?? t(`roles.${user.role}`)}</small>
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
