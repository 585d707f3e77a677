import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";
import es from "./es.json";
import esAr from "./es-AR.json";
import esCo from "./es-CO.json";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

// The other language must have every text: a missing one does not compile.
const english: Shape<typeof es> = en;
const spanish: Shape<typeof en> = es;

type Some<T> = { [K in keyof T]?: T[K] extends string ? string : Some<T[K]> };

// How people are spoken to differs: usted in Colombia, vos in Argentina. The rest is the common Spanish.
const colombia: Some<typeof es> = esCo;
const argentina: Some<typeof es> = esAr;
const spoken: Record<string, string> = { CO: "es-CO", AR: "es-AR" };

/** The words of a language as they are said in a country. */
export function localeOf(language: "es" | "en", country: string | undefined): string {
  return language === "es" ? (spoken[country ?? ""] ?? "es") : language;
}

void i18next.use(initReactI18next).init({
  resources: {
    es: { translation: spanish },
    en: { translation: english },
    "es-CO": { translation: colombia },
    "es-AR": { translation: argentina },
  },
  lng: "es",
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
