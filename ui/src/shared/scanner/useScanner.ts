import { useEffect, useRef } from "react";
import { listenToScanner } from "./listen";

type Handler = (code: string) => void;

/** The newest listener takes the code: a dialog before its screen, a screen before the till. */
const stack: { current: Handler }[] = [];
let stop: (() => void) | null = null;

function deliver(code: string): void {
  stack.at(-1)?.current(code);
}

type Options = { enabled?: boolean; base?: boolean };

/** `base` goes under the others, whichever mounts first. */
export function useScanner(handler: Handler, { enabled = true, base = false }: Options = {}): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    if (!enabled) return;
    const entry = { current: (code: string) => latest.current(code) };
    if (base) stack.unshift(entry);
    else stack.push(entry);
    stop ??= listenToScanner(deliver);
    return () => {
      stack.splice(stack.indexOf(entry), 1);
      if (stack.length > 0) return;
      stop?.();
      stop = null;
    };
  }, [enabled, base]);
}
