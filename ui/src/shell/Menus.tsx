import { Menu } from "@base-ui/react/menu";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Language, SessionUser } from "../api/generated";
import { ask, keyOf, useAsk } from "../api/queries";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";
import { newId } from "../shared/ids";
import { Key } from "../shared/parts/Button";
import { Avatar } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { useShop } from "../shared/shop";
import type { Theme } from "../shared/theme";
import { type Place, places, type View } from "./views";

type ItemProps = {
  icon?: IconName;
  on?: boolean;
  keyHint?: string;
  onClick: () => void;
  children: ReactNode;
};

function Item({ icon, on, keyHint, onClick, children }: ItemProps) {
  return (
    <Menu.Item className={on ? "item on" : "item"} onClick={onClick}>
      {icon && <Icon name={icon} />}
      {children}
      {keyHint && <Key name={keyHint} />}
    </Menu.Item>
  );
}

function Panel({ children, align }: { children: ReactNode; align: "start" | "end" }) {
  return (
    <Menu.Portal>
      <Menu.Positioner className="pop-pos" sideOffset={6} align={align}>
        <Menu.Popup className="pop">{children}</Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

type BurgerProps = { view: View; onView: (view: Place) => void; onLock: () => void };

export function Burger({ view, onView, onLock }: BurgerProps) {
  const { t } = useTranslation();
  return (
    <Menu.Root>
      <Menu.Trigger className="btn btn-q btn-i burger" aria-label={t("nav.menu")}>
        <Icon name="menu" size={22} />
      </Menu.Trigger>
      <Panel align="start">
        {places.map((place) => (
          <Item
            key={place.view}
            icon={place.icon}
            on={place.view === view}
            keyHint={place.keyHint}
            onClick={() => onView(place.view)}
          >
            {t(`nav.${place.view}`)}
          </Item>
        ))}
        <div className="sep" />
        <Item icon="lock" keyHint="Ctrl L" onClick={onLock}>
          {t("nav.lock")}
        </Item>
      </Panel>
    </Menu.Root>
  );
}

/** She comes or goes: the hours of each are what she pressed here. */
function ClockItem() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { time } = useShop();
  const clock = useAsk("clock.state", null, { fresh: true }).data;
  if (!clock) return null;
  const direction = clock.here_since_ms === null ? "in" : "out";
  const punch = () =>
    void ask("clock.punch", { id: newId(), direction })
      .then((next) => {
        client.setQueryData(keyOf("clock.state", null), next);
        showToast({ tone: "done", title: t(`clock.done.${direction}`) });
      })
      .catch(showFailure);
  return (
    <Item icon="calendar" onClick={punch}>
      {clock.here_since_ms === null ? t("clock.in") : t("clock.out", { time: time(clock.here_since_ms) })}
    </Item>
  );
}

type UserProps = {
  user: SessionUser;
  language: Language;
  theme: Theme;
  onLanguage: (language: Language) => void;
  onTheme: (theme: Theme) => void;
  onLock: () => void;
};

const themeIcons: Record<Theme, IconName> = { light: "sun", dark: "moon", system: "screen" };

export function UserMenu({ user, language, theme, onLanguage, onTheme, onLock }: UserProps) {
  const { t } = useTranslation();
  const other: Language = language === "es" ? "en" : "es";
  return (
    <Menu.Root>
      <Menu.Trigger className="gad who" aria-label={`${t("nav.account")}: ${user.name}`}>
        <Avatar name={user.name} />
        <span className="col" style={{ alignItems: "flex-start" }}>
          <b>{user.name.split(" ")[0]}</b>
          <small className="lb">{user.title ?? t(`roles.${user.role}`)}</small>
        </span>
      </Menu.Trigger>
      <Panel align="end">
        {(["light", "dark", "system"] as const).map((name) => (
          <Item key={name} icon={themeIcons[name]} on={name === theme} onClick={() => onTheme(name)}>
            {t(`themes.${name}`)}
          </Item>
        ))}
        <div className="sep" />
        <ClockItem />
        <Item icon="globe" onClick={() => onLanguage(other)}>
          {t(`languages.${other}`)}
        </Item>
        <div className="sep" />
        <Item icon="lock" keyHint="Ctrl L" onClick={onLock}>
          {t("nav.lock")}
        </Item>
      </Panel>
    </Menu.Root>
  );
}
