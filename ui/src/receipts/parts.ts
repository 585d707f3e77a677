import type { ReceiptView, Tender } from "../api/generated";

/** What a sale was paid with, without the change that went back in cash. */
export function partsOf({ tenders, change }: Pick<ReceiptView, "tenders" | "change">): Tender[] {
  let left = change;
  const kept = tenders.map((tender) => {
    if (tender.method !== "cash") return tender;
    const back = Math.min(left, tender.amount);
    left -= back;
    return { ...tender, amount: tender.amount - back };
  });
  return kept.filter((tender) => tender.amount !== 0);
}
