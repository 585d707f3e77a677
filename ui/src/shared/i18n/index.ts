import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";
import es from "./es.json";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

// The other language must have every text: a missing one does not compile.
const english: Shape<typeof es> = en;
const spanish: Shape<typeof en> = es;

void i18next.use(initReactI18next).init({
  resources: { es: { translation: spanish }, en: { translation: english } },
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
