import { expect, it } from "vitest";
import { highlight } from "./highlight";

it("marks each typed word, without accents", () => {
  expect(highlight("Leche Lala Deslactosada", "leche des")).toEqual([
    { text: "Leche", hit: true },
    { text: " Lala ", hit: false },
    { text: "Des", hit: true },
    { text: "lactosada", hit: false },
  ]);
  expect(highlight("Jabón Zote", "jabon")[0]).toEqual({ text: "Jabón", hit: true });
  expect(highlight("Pan", "xyz")).toEqual([{ text: "Pan", hit: false }]);
  expect(highlight("Pan", "")).toEqual([{ text: "Pan", hit: false }]);
});
