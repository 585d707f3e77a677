import type { Id, ReturnableLine, ReturnLine, ReturnReason } from "../api/generated";

/** So much of a line comes back, and why. */
export type Picked = { quantity: number; reason: ReturnReason; restock: boolean };
export type Picks = Record<Id, Picked>;

export const reasons: ReturnReason[] = ["changed_mind", "wrong_product", "damaged", "expired", "other"];

/** What is broken or past its date does not go back on the shelf, unless somebody says so. */
export const restocksBy = (reason: ReturnReason): boolean => reason !== "damaged" && reason !== "expired";

export const nothing: Picked = { quantity: 0, reason: "changed_mind", restock: true };

/** One more or one less of what is counted by the piece; of what is weighed all or nothing. */
export function stepped(line: ReturnableLine, quantity: number, by: 1 | -1): number {
  if (line.unit !== "piece") return by > 0 ? line.left : 0;
  return Math.min(line.left, Math.max(0, quantity + by * 1000));
}

export const allOf = (lines: ReturnableLine[], picks: Picks): Picks =>
  Object.fromEntries(
    lines.map((line) => [line.line, { ...(picks[line.line] ?? nothing), quantity: line.left }]),
  );

/** What is asked of the door; another reason is told in a note. */
export function askedFor(picks: Picks, note: string): ReturnLine[] {
  const chosen = Object.entries(picks).filter(([, picked]) => picked.quantity > 0);
  return chosen.map(([line, picked]) => ({ line, ...picked, note: note.trim() || null }));
}

export const needsNote = (picks: Picks): boolean =>
  Object.values(picks).some((picked) => picked.quantity > 0 && picked.reason === "other");
