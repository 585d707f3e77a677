import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useTranslation } from "react-i18next";
import type { CountryView, Language, SetupDraft } from "../api/generated";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";

type Card<V> = { value: V; title: string; text?: string; icon?: IconName };
type CardsProps<V> = {
  label: string;
  value: V;
  cards: Card<V>[];
  onValue: (value: V) => void;
  columns: number;
};

function Cards<V extends string>({ label, value, cards, onValue, columns }: CardsProps<V>) {
  return (
    <RadioGroup
      className="su-cards"
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
      aria-label={label}
      value={value}
      onValueChange={(next) => onValue(next as V)}
    >
      {cards.map((card) => (
        <Radio.Root
          key={card.value}
          value={card.value}
          nativeButton
          className="su-card"
          render={<button type="button" />}
        >
          {card.icon && <Icon name={card.icon} size={24} />}
          <span className="grow">
            <b>{card.title}</b>
            {card.text && <small>{card.text}</small>}
          </span>
          <Radio.Indicator className="su-tick">
            <Icon name="check" size={20} />
          </Radio.Indicator>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

export function LanguageStep({ value, onValue }: { value: Language; onValue: (value: Language) => void }) {
  const { t } = useTranslation();
  const cards = (["es", "en"] as const).map((code) => ({
    value: code,
    title: t(`languages.${code}`),
    icon: "globe" as const,
  }));
  return <Cards label={t("settings.language")} value={value} cards={cards} onValue={onValue} columns={2} />;
}

type CountryProps = { value: string; countries: CountryView[]; onValue: (value: string) => void };

/** Codes that name no country or currency: the door's own words stand. */
const none = new Set(["XX", "XXX"]);

function regionName({ code, name }: CountryView, language: string): string {
  return none.has(code) ? name : (new Intl.DisplayNames([language], { type: "region" }).of(code) ?? name);
}

function currencyName(code: string, language: string): string | undefined {
  if (none.has(code)) return undefined;
  const name = new Intl.DisplayNames([language], { type: "currency" }).of(code);
  return name ? `${name} (${code})` : code;
}

export function CountryStep({ value, countries, onValue }: CountryProps) {
  const { t, i18n } = useTranslation();
  const cards = countries.map((country) => ({
    value: country.code,
    title: country.code === "XX" ? t("setup.country.other") : regionName(country, i18n.language),
    text: currencyName(country.currency, i18n.language),
  }));
  return <Cards label={t("setup.country.title")} value={value} cards={cards} onValue={onValue} columns={2} />;
}

type Start = SetupDraft["start"];

export function StartStep({ value, onValue }: { value: Start; onValue: (value: Start) => void }) {
  const { t } = useTranslation();
  const cards: Card<Start>[] = [
    { value: "empty", title: t("setup.start.empty"), text: t("setup.start.emptyText"), icon: "store" },
    { value: "demo", title: t("setup.start.demo"), text: t("setup.start.demoText"), icon: "tag" },
  ];
  return <Cards label={t("setup.start.title")} value={value} cards={cards} onValue={onValue} columns={1} />;
}
