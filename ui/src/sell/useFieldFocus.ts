import { type MouseEvent, type RefObject, useEffect } from "react";
import { editable } from "../shared/keyboard/keys";
import { modalDepth, useModalOpen } from "../shared/parts/modals";

const ownKeys = new Set([" ", "-", "?"]);

/** The scan field always gets the focus back: after a tap, after a dialog, and when somebody simply types. */
export function useFieldFocus(field: RefObject<HTMLInputElement | null>): (event: MouseEvent) => void {
  const modal = useModalOpen();
  useEffect(() => {
    if (modal) return;
    const timer = setTimeout(() => modalDepth() === 0 && field.current?.focus(), 0);
    return () => clearTimeout(timer);
  }, [modal, field]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!plain || event.defaultPrevented || ownKeys.has(event.key)) return;
      if (modalDepth() === 0 && !editable(event.target)) field.current?.focus();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [field]);

  return (event) => {
    // A click made with the keyboard keeps its place, so that one can go on with Tab.
    const byHand = event.detail > 0;
    if (byHand && modalDepth() === 0 && !editable(document.activeElement)) field.current?.focus();
  };
}
