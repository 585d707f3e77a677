import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AppState, Language, SessionUser } from "../api/generated";
import { useAsk } from "../api/queries";
import { OfficeSection } from "../office/OfficeSection";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";
import { Segmented } from "../shared/parts/Choice";
import { can } from "../shared/permissions";
import type { Theme } from "../shared/theme";
import { CopiesSection } from "./CopiesSection";
import { DrawerSection } from "./DrawerSection";
import { HealthSection } from "./HealthSection";
import { PointsSection } from "./PointsSection";
import { PrinterSection } from "./PrinterSection";
import { ShopSection } from "./ShopSection";
import { UsersSection } from "./UsersSection";
import "./settings.css";

type Part =
  | "appearance"
  | "shop"
  | "drawer"
  | "points"
  | "printer"
  | "users"
  | "office"
  | "copies"
  | "health"
  | "about";
const icons: Record<Part, IconName> = {
  appearance: "globe",
  shop: "store",
  drawer: "drawer",
  points: "star",
  printer: "printer",
  users: "users",
  office: "cloud",
  copies: "copies",
  health: "shield",
  about: "info",
};

type Props = {
  state: AppState;
  user: SessionUser;
  onPreferences: (change: { language?: Language; theme?: Theme }) => void;
};

function Appearance({ state, onPreferences }: Omit<Props, "user">) {
  const { t } = useTranslation();
  const languages = (["es", "en"] as const).map((value) => ({ value, label: t(`languages.${value}`) }));
  const themes = (["light", "dark", "system"] as const).map((value) => ({
    value,
    label: t(`themes.${value}`),
  }));
  return (
    <section className="panel set-p">
      <h2>{t("settings.appearance")}</h2>
      <p className="i2">{t("settings.appearanceText")}</p>
      <div className="field">
        <span className="lab">{t("settings.language")}</span>
        <Segmented
          label={t("settings.language")}
          value={state.language}
          options={languages}
          onValue={(language) => onPreferences({ language })}
        />
      </div>
      <div className="field">
        <span className="lab">{t("settings.theme")}</span>
        <Segmented
          label={t("settings.theme")}
          value={state.theme}
          options={themes}
          onValue={(theme) => onPreferences({ theme })}
        />
      </div>
    </section>
  );
}

function About({ state }: { state: AppState }) {
  const { t } = useTranslation();
  return (
    <section className="panel set-p">
      <h2>Mostrador</h2>
      <p className="i2">{t("settings.version", { version: state.version })}</p>
      {state.shop && (
        <dl className="set-shop">
          <dt>{t("settings.shop")}</dt>
          <dd>{state.shop.name}</dd>
          <dt>{state.shop.wording.tax_id}</dt>
          <dd>{state.shop.tax_id || "—"}</dd>
          <dt>{t("setup.shop.address")}</dt>
          <dd>{state.shop.address || "—"}</dd>
        </dl>
      )}
    </section>
  );
}

export function SettingsScreen({ state, user, onPreferences }: Props) {
  const { t } = useTranslation();
  const [part, setPart] = useState<Part>("appearance");
  const owner = can(user, "edit_settings");
  const shop = useAsk("shop.get", null, { enabled: owner });
  const printer = useAsk("printer.get", null, { enabled: owner });
  const parts: Part[] = ["appearance"];
  if (owner) parts.push("shop", "drawer", "points", "printer");
  if (can(user, "edit_users")) parts.push("users");
  if (owner) parts.push("office", "copies");
  if (can(user, "view_health")) parts.push("health");
  parts.push("about");
  return (
    <main className="sets">
      <nav aria-label={t("settings.sections")}>
        <h1>{t("settings.title")}</h1>
        {parts.map((item) => (
          <button
            key={item}
            type="button"
            className={item === part ? "on" : ""}
            aria-current={item === part ? "page" : undefined}
            onClick={() => setPart(item)}
          >
            <Icon name={icons[item]} />
            {t(`settings.${item}`)}
          </button>
        ))}
      </nav>
      <div className="sets-in scroll">
        {part === "appearance" && <Appearance state={state} onPreferences={onPreferences} />}
        {part === "shop" && shop.data && <ShopSection saved={shop.data} />}
        {part === "drawer" && <DrawerSection />}
        {part === "points" && <PointsSection />}
        {part === "printer" && printer.data && <PrinterSection saved={printer.data} />}
        {part === "users" && <UsersSection />}
        {part === "office" && <OfficeSection />}
        {part === "copies" && <CopiesSection />}
        {part === "health" && <HealthSection />}
        {part === "about" && <About state={state} />}
      </div>
    </main>
  );
}
