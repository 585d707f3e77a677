import { useTranslation } from "react-i18next";
import type { CountryView, SetupDraft } from "../api/generated";
import { AreaField, TextField } from "../shared/parts/Field";
import type { Problem, Problems } from "./steps";

export type Pins = { pin: string; again: string };

type Common = { draft: SetupDraft; problems: Problems; onChange: (part: Partial<SetupDraft>) => void };

function useWords() {
  const { t } = useTranslation();
  return { t, say: (problem?: Problem) => (problem ? t(problem) : null) };
}

export function ShopStep({ draft, countries, problems, onChange }: Common & { countries: CountryView[] }) {
  const { t, say } = useWords();
  const country = countries.find((item) => item.code === draft.country);
  const example = country?.tax_id_hint;
  return (
    <>
      <TextField
        label={t("setup.shop.name")}
        value={draft.shop_name}
        error={say(problems.shop_name)}
        maxLength={80}
        autoFocus
        onText={(shop_name) => onChange({ shop_name })}
      />
      <TextField
        label={`${country?.tax_id_name ?? ""} (${t("common.optional")})`}
        value={draft.tax_id}
        hint={example ? t("setup.shop.taxHint", { example }) : undefined}
        maxLength={30}
        onText={(tax_id) => onChange({ tax_id })}
      />
      <AreaField
        label={`${t("setup.shop.address")} (${t("common.optional")})`}
        value={draft.address}
        maxLength={300}
        onText={(address) => onChange({ address })}
      />
    </>
  );
}

type OwnerProps = Common & { pins: Pins; onPins: (pins: Pins) => void };

const digits = (text: string) => text.replace(/\D/g, "").slice(0, 12);

export function OwnerStep({ draft, pins, problems, onChange, onPins }: OwnerProps) {
  const { t, say } = useWords();
  return (
    <>
      <TextField
        label={t("setup.owner.name")}
        value={draft.owner_name}
        error={say(problems.owner_name)}
        maxLength={60}
        autoFocus
        onText={(owner_name) => onChange({ owner_name })}
      />
      <div className="su-two">
        <TextField
          label={t("setup.owner.pin")}
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          value={pins.pin}
          hint={t("setup.owner.hint")}
          error={say(problems.pin)}
          onText={(text) => onPins({ ...pins, pin: digits(text) })}
        />
        <TextField
          label={t("setup.owner.again")}
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          value={pins.again}
          error={say(problems.again)}
          onText={(text) => onPins({ ...pins, again: digits(text) })}
        />
      </div>
    </>
  );
}
