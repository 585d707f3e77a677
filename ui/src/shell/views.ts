import type { IconName } from "../shared/icons/shapes";

export type View = "sell" | "pay" | "receipts" | "customers" | "drawer" | "products" | "settings";
export type Place = Exclude<View, "pay">;

export const places: { view: Place; icon: IconName; keyHint?: string }[] = [
  { view: "sell", icon: "order" },
  { view: "receipts", icon: "receipt", keyHint: "F3" },
  { view: "customers", icon: "users", keyHint: "F10" },
  { view: "drawer", icon: "drawer", keyHint: "F8" },
  { view: "products", icon: "box" },
  { view: "settings", icon: "sliders" },
];
