import { useEffect, useRef } from "react";
import { modalDepth } from "../parts/modals";

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

/** "F12", "Delete", "ctrl+z", "?": one name for each press. */
export function keyName(event: KeyboardEvent): string {
  const command = event.ctrlKey || event.metaKey ? "ctrl+" : "";
  const alt = event.altKey && !event.ctrlKey ? "alt+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${command}${alt}${key}`;
}

type Editable = HTMLInputElement | HTMLTextAreaElement;

export function editable(target: EventTarget | null): Editable | null {
  if (target instanceof HTMLTextAreaElement) return target;
  if (target instanceof HTMLInputElement && !/^(button|checkbox|radio|submit)$/.test(target.type))
    return target;
  return null;
}

/** Printable keys and those that edit belong to a field that has text; an empty command field lets them pass. */
function belongsToField(event: KeyboardEvent): boolean {
  const field = editable(event.target);
  if (!field) return false;
  if (/^F\d+$/.test(event.key) || event.key === "Escape") return false;
  return !(field.dataset.command !== undefined && field.value === "");
}

/** Enter and space on a button press that button. */
function belongsToButton(event: KeyboardEvent): boolean {
  const pressing = event.key === "Enter" || event.key === " ";
  return (
    pressing && event.target instanceof Element && event.target.closest("button, a, [role=menuitem]") !== null
  );
}

const repeatable = /^(Arrow|Backspace$|\d$)/;

/** A key that is held down must not end a sale, and then dismiss it. */
function heldTooLong(event: KeyboardEvent): boolean {
  return event.repeat && !repeatable.test(event.key);
}

type Options = { enabled?: boolean; inModal?: boolean; overButtons?: boolean };

/** Keys of a screen: silent while a dialog is open, unless they are the dialog's own. */
export function useKeys(
  map: KeyMap,
  { enabled = true, inModal = false, overButtons = false }: Options = {},
): void {
  const latest = useRef(map);
  latest.current = map;
  useEffect(() => {
    if (!enabled) return;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || (!inModal && modalDepth() > 0)) return;
      const run = latest.current[keyName(event)];
      if (!run || belongsToField(event) || (!overButtons && belongsToButton(event))) return;
      event.preventDefault();
      if (!heldTooLong(event)) run(event);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [enabled, inModal, overButtons]);
}
