import { useEffect } from "react";

/** Marks, in the browser's own timeline, the first frame in which a screen takes input: starts are measured by it. */
export function useReadyMark(screen: "login" | "sell"): void {
  useEffect(() => {
    const frame = requestAnimationFrame(() => performance.mark?.(screen));
    return () => cancelAnimationFrame(frame);
  }, [screen]);
}
