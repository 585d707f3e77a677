import { afterEach, expect, it } from "vitest";
import { i18next, localeOf } from ".";
import en from "./en.json";
import es from "./es.json";
import esAr from "./es-AR.json";
import esCo from "./es-CO.json";
import esEs from "./es-ES.json";
import { failureLine, failureText } from "./failure";

type Tree = { [key: string]: string | Tree };

function texts(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : texts(value, `${path}${key}.`),
  );
}

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

afterEach(() => i18next.changeLanguage("es"));

it("interpolates the same things in every language", () => {
  const spanish = new Map(texts(es));
  for (const other of [en, esCo, esAr, esEs]) {
    for (const [path, text] of texts(other))
      expect([path, holes(text)]).toEqual([path, holes(spanish.get(path) ?? "")]);
  }
});

it("keeps of a country's words only those that differ from words there are", () => {
  const spanish = new Map(texts(es));
  for (const country of [esCo, esAr, esEs]) {
    for (const [path, text] of texts(country)) {
      expect([path, spanish.has(path)]).toEqual([path, true]);
      expect([path, text]).not.toEqual([path, spanish.get(path)]);
    }
  }
});

it("speaks as the country does, and falls back to the common Spanish", async () => {
  expect(localeOf("en", "CO")).toBe("en");
  expect(localeOf("es", "MX")).toBe("es");
  await i18next.changeLanguage(localeOf("es", "CO"));
  expect(i18next.t("login.askPin")).toBe("Escriba su PIN para entrar");
  expect(i18next.t("sell.pay")).toBe("Cobrar");
  await i18next.changeLanguage(localeOf("es", "AR"));
  expect(i18next.t("login.choose")).toBe("Elegí quién sos");
  await i18next.changeLanguage(localeOf("es", "ES"));
  expect(i18next.t("sell.ticket")).toBe("Tique");
});

it("has words for refusals, and the door's own for those it does not know", () => {
  expect(failureLine({ code: "locked_out", message: "", params: { seconds: 42 } })).toContain("42 segundos");
  expect(failureText({ code: "brand_new", message: "something new", params: {} }).title).toBe(
    "something new",
  );
});

it("never begs, blames or shouts", () => {
  for (const [path, text] of [...texts(es), ...texts(esCo), ...texts(esAr), ...texts(esEs), ...texts(en)]) {
    expect([path, text]).not.toEqual([path, expect.stringMatching(/[!¡]|por favor|please/i)]);
  }
});
