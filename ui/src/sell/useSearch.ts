import type { ProductHit } from "../api/generated";
import { useAsk } from "../api/queries";
import { useDebounced } from "../shared/hooks/useDebounced";

/** A scanner types digits far faster than a hand: a code is asked for once, not digit by digit. */
const pause = 90;
const digits = /^\d+$/;
export const searchLimit = 20;

export type Search = { hits: ProductHit[]; current: boolean; asked: boolean };

/** What the catalogue has for a text; the last answer stays on the screen until the next one comes. */
export function useSearch(text: string): Search {
  const settled = useDebounced(text, pause);
  const late = digits.test(text) ? settled : text;
  const asked = late !== "" && text !== "";
  const { data, isPlaceholderData } = useAsk(
    "products.search",
    { text: late, limit: searchLimit },
    { enabled: asked, keep: true },
  );
  const current = late === text && data !== undefined && !isPlaceholderData;
  return { hits: asked ? (data ?? []) : [], current, asked };
}
