import { expect, it } from "vitest";
import type { SetupDraft } from "../api/generated";
import { missingIn } from "./steps";

const draft: SetupDraft = {
  step: 0,
  language: "es",
  country: "MX",
  shop_name: "La Esperanza",
  tax_id: "",
  address: "",
  owner_name: "Elena",
  printer: null,
  start: "empty",
};
const pins = { pin: "482915", again: "482915" };

it("asks only for what cannot be guessed", () => {
  expect(missingIn("country", draft, pins)).toEqual({});
  expect(missingIn("shop", draft, pins)).toEqual({});
  expect(missingIn("shop", { ...draft, shop_name: "  " }, pins)).toEqual({ shop_name: "setup.shop.missing" });
  expect(missingIn("owner", { ...draft, owner_name: "" }, pins)).toEqual({
    owner_name: "setup.owner.missing",
  });
  expect(missingIn("owner", draft, { pin: "48291", again: "48291" })).toEqual({ pin: "setup.owner.short" });
  expect(missingIn("start", draft, { pin: "482915", again: "482916" })).toEqual({
    again: "setup.owner.differ",
  });
});
