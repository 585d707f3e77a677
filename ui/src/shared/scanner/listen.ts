import { editable } from "../keyboard/keys";
import { Wedge } from "./wedge";

type Snapshot = { field: HTMLInputElement | HTMLTextAreaElement; value: string; start: number | null };

function snapshot(target: EventTarget | null): Snapshot | null {
  const field = editable(target);
  return field ? { field, value: field.value, start: field.selectionStart } : null;
}

/** Puts a field back as it was before the code was typed into it, so that React hears of it. */
function restore({ field, value, start }: Snapshot): void {
  if (!field.isConnected || field.value === value) return;
  const prototype = Object.getPrototypeOf(field) as object;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (start !== null) field.setSelectionRange(start, start);
}

/** Hears the scanner whatever has the focus. Answers the way to stop. */
export function listenToScanner(
  onScan: (code: string) => void,
  now?: (event: KeyboardEvent) => number,
): () => void {
  const wedge = new Wedge();
  // How the field was before each character that may turn out to be part of a code.
  let befores: (Snapshot | null)[] = [];

  const press = (event: KeyboardEvent) => {
    const at = now ? now(event) : event.timeStamp;
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const reading = wedge.press({ key: event.key, at, repeat: event.repeat, modified });
    if (reading.kind === "nothing") return;
    if (reading.kind === "first" || reading.kind === "next") {
      if (reading.kind === "first") befores = [];
      befores.push(snapshot(event.target));
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const before = reading.length > 0 ? befores.at(-reading.length) : null;
    if (before) restore(before);
    befores = [];
    if (reading.kind === "scan") onScan(reading.code);
  };

  // A PIN that was typed quickly and sent with the finger must not lead the code that is scanned next.
  const touch = () => wedge.forget();

  window.addEventListener("keydown", press, { capture: true });
  window.addEventListener("pointerdown", touch, { capture: true });
  return () => {
    window.removeEventListener("keydown", press, { capture: true });
    window.removeEventListener("pointerdown", touch, { capture: true });
  };
}
