import { useEffect, useRef } from "react";
import type { Id } from "../api/generated";

const badge = /mob1[0-9a-z]{52}$/i;
const longest = 56;

/** What a badge says begins so; the rest is for the program alone. */
export const isBadge = (code: string): boolean => badge.test(code.trim());

/** Whoever shows a badge does not say who she is. */
export const nobody: Id = "00000000-0000-0000-0000-000000000000";

/** Hears a badge where nothing else is scanned, and leaves every other key to whoever waits for it. */
export function useBadge(onBadge: (code: string) => void): void {
  const latest = useRef(onBadge);
  latest.current = onBadge;
  useEffect(() => {
    let typed = "";
    const press = (event: KeyboardEvent) => {
      if (event.key.length === 1) typed = (typed + event.key).slice(-longest);
      if (event.key !== "Enter") return;
      const code = typed;
      typed = "";
      if (!isBadge(code)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      latest.current(code);
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, []);
}
