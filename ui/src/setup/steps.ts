import type { SetupDraft } from "../api/generated";
import type { Pins } from "./FormSteps";

export const steps = ["language", "country", "shop", "owner", "printer", "start"] as const;
export type StepName = (typeof steps)[number];
export const lastStep = steps.length - 1;
export const ownerPinLength = 6;

export type Problem =
  | "setup.shop.missing"
  | "setup.owner.missing"
  | "setup.owner.short"
  | "setup.owner.differ";
export type Problems = { shop_name?: Problem; owner_name?: Problem; pin?: Problem; again?: Problem };

/** What still keeps a step from being left. Everything else has a sensible default. */
export function missingIn(step: StepName, draft: SetupDraft, pins: Pins): Problems {
  if (step === "shop") return draft.shop_name.trim() === "" ? { shop_name: "setup.shop.missing" } : {};
  // Only the PIN lives nowhere but here: the last step checks it again.
  if (step !== "owner" && step !== "start") return {};
  if (draft.owner_name.trim() === "") return { owner_name: "setup.owner.missing" };
  if (pins.pin.length < ownerPinLength) return { pin: "setup.owner.short" };
  return pins.pin === pins.again ? {} : { again: "setup.owner.differ" };
}
