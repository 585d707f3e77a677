import type { SessionUser } from "../api/generated";

export type Permission =
  | "sell"
  | "take_back"
  | "change_price"
  | "view_receipts"
  | "view_health"
  | "reprint"
  | "view_products"
  | "edit_products"
  | "serve_customers"
  | "count_drawer"
  | "approve"
  | "edit_users"
  | "edit_settings";

/** The door decides; this only keeps the screen from offering what would be refused. */
export function can(user: SessionUser, permission: Permission): boolean {
  return user.permissions.includes(permission);
}
