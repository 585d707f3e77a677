import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PrinterProfile } from "../../api/generated";
import type { FailureText } from "../i18n/failure";
import { Button } from "../parts/Button";
import { Segmented, SelectField, SwitchField } from "../parts/Choice";
import { TextField } from "../parts/Field";
import { Note } from "../parts/Small";
import "./printer-form.css";

type Driver = PrinterProfile["driver"];
type Kind = Driver["kind"];

export type TestOutcome =
  | { state: "idle" }
  | { state: "working" }
  | { state: "ok" }
  | { state: "failed"; why: FailureText };

export const noPrinter: PrinterProfile = {
  driver: { kind: "none" },
  width_mm: 80,
  code_page: "pc858",
  cutter: true,
  drawer_pin: 2,
  images: true,
  logo: true,
};

function driverOf(kind: Kind): Driver {
  if (kind === "network") return { kind, host: "", port: 9100 };
  if (kind === "file") return { kind, path: "/dev/usb/lp0" };
  return { kind: "none" };
}

type Props = {
  profile: PrinterProfile;
  onProfile: (profile: PrinterProfile) => void;
  onTest: () => void;
  outcome: TestOutcome;
  all?: boolean;
  /** What stands beside the test button. */
  action?: ReactNode;
};

function Connection({ profile, onProfile }: Pick<Props, "profile" | "onProfile">) {
  const { t } = useTranslation();
  const driver = profile.driver;
  const set = (next: Driver) => onProfile({ ...profile, driver: next });
  if (driver.kind === "network") {
    return (
      <div className="pf-pair">
        <TextField
          label={t("printer.host")}
          placeholder="192.168.1.50"
          value={driver.host}
          onText={(host) => set({ ...driver, host: host.trim() })}
        />
        <TextField
          label={t("printer.port")}
          inputMode="numeric"
          value={String(driver.port)}
          onText={(text) => set({ ...driver, port: Number(text.replace(/\D/g, "").slice(0, 5)) })}
        />
      </div>
    );
  }
  if (driver.kind === "file") {
    return (
      <TextField label={t("printer.path")} value={driver.path} onText={(path) => set({ ...driver, path })} />
    );
  }
  return null;
}

function Details({ profile, onProfile }: Pick<Props, "profile" | "onProfile">) {
  const { t } = useTranslation();
  const pages = ["pc437", "pc850", "pc858", "wpc1252"] as const;
  const pins = [null, 2, 5] as const;
  return (
    <>
      <div className="pf-two">
        <SelectField
          label={t("printer.codePage")}
          value={profile.code_page}
          options={pages.map((value) => ({ value, label: value.toUpperCase() }))}
          onValue={(code_page) => onProfile({ ...profile, code_page })}
        />
        <SelectField
          label={t("printer.drawer")}
          value={profile.drawer_pin}
          options={pins.map((value) => ({
            value,
            label: value === null ? t("printer.noDrawer") : t("printer.pin", { pin: value }),
          }))}
          onValue={(drawer_pin) => onProfile({ ...profile, drawer_pin })}
        />
      </div>
      <p className="t13 i3">{t("printer.codePageHint")}</p>
      <div className="pf-two">
        <SwitchField
          label={t("printer.cutter")}
          checked={profile.cutter}
          onChecked={(cutter) => onProfile({ ...profile, cutter })}
        />
        <SwitchField
          label={t("printer.logo")}
          checked={profile.logo}
          onChecked={(logo) => onProfile({ ...profile, logo })}
        />
        <SwitchField
          label={t("printer.images")}
          hint={t("printer.imagesHint")}
          checked={profile.images}
          onChecked={(images) => onProfile({ ...profile, images })}
        />
      </div>
    </>
  );
}

function Outcome({ outcome }: { outcome: TestOutcome }) {
  const { t } = useTranslation();
  if (outcome.state === "ok") {
    return (
      <Note tone="ok" icon="check" title={t("printer.tested")}>
        {t("printer.testedText")}
      </Note>
    );
  }
  if (outcome.state !== "failed") return null;
  return (
    <Note tone="da" icon="alert" title={`${t("printer.testFailed")}. ${outcome.why.title}`}>
      {outcome.why.text}
    </Note>
  );
}

/** How the till reaches its printer, with a slip to prove it. */
export function PrinterForm({ profile, onProfile, onTest, outcome, all, action }: Props) {
  const { t } = useTranslation();
  const kinds: Kind[] = ["none", "network", "file"];
  const set = profile.driver.kind !== "none";
  return (
    <div className="pf">
      <Segmented
        label={t("printer.kind")}
        value={profile.driver.kind}
        options={kinds.map((value) => ({ value, label: t(`printer.${value}`) }))}
        onValue={(kind) => onProfile({ ...profile, driver: driverOf(kind) })}
      />
      <Connection profile={profile} onProfile={onProfile} />
      {set && (
        <div className="field">
          <span className="lab">{t("printer.width")}</span>
          <Segmented
            label={t("printer.width")}
            value={profile.width_mm}
            options={([58, 80] as const).map((value) => ({
              value,
              label: t("printer.mm", { width: value }),
            }))}
            onValue={(width_mm) => onProfile({ ...profile, width_mm })}
          />
        </div>
      )}
      {set && all && <Details profile={profile} onProfile={onProfile} />}
      <div className="row">
        {set && (
          <Button icon="printer" size="l" working={outcome.state === "working"} onClick={onTest}>
            {t("printer.test")}
          </Button>
        )}
        <span className="grow" />
        {action}
      </div>
      <Outcome outcome={outcome} />
    </div>
  );
}
