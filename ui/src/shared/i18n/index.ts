import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";
import es from "./es.json";
import esAr from "./es-AR.json";
import esCo from "./es-CO.json";
import esEs from "./es-ES.json";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

// The other language must have every text: a missing one does not compile.
const english: Shape<typeof es> = en;
const spanish: Shape<typeof en> = es;

type Some<T> = { [K in keyof T]?: T[K] extends string ? string : Some<T[K]> };

// How people are spoken to differs: usted in Colombia, vos in Argentina; Spain has words of its own. The rest is the common Spanish.
const colombia: Some<typeof es> = esCo;
const argentina: Some<typeof es> = esAr;
const spain: Some<typeof es> = esEs;
const spoken: Record<string, string> = { CO: "es-CO", AR: "es-AR", ES: "es-ES" };

/** The words of a language as they are said in a country. */
export function localeOf(language: "es" | "en", country: string | undefined): string {
  return language === "es" ? (spoken[country ?? ""] ?? "es") : language;
}

const memory = "locale";

/** A window that cannot open its data still speaks as it did yesterday. */
function lastLocale(): string {
  const last = localStorage.getItem(memory) ?? "";
  return last === "en" || Object.values(spoken).includes(last) ? last : "es";
}

export function rememberLocale(locale: string): void {
  localStorage.setItem(memory, locale);
}

void i18next.use(initReactI18next).init({
  resources: {
    es: { translation: spanish },
    en: { translation: english },
    "es-CO": { translation: colombia },
    "es-AR": { translation: argentina },
    "es-ES": { translation: spain },
  },
  lng: lastLocale(),
  fallbackLng: "es",
  interpolation: { escapeValue: false },
  // Error codes have underscores, which are no contexts.
  contextSeparator: "~",
  returnNull: false,
});

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    contextSeparator: "~";
    resources: { translation: typeof es };
    returnNull: false;
  }
}

export { i18next };
