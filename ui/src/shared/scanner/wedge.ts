/**
 * A scanner that plays keyboard: characters closer than a hand can type, then Enter or Tab.
 * Pure: it takes presses with their times and answers what each one means.
 */

export type Press = { key: string; at: number; repeat: boolean; modified: boolean };
export type Reading =
  | { kind: "nothing" }
  | { kind: "first" } // whatever came before is no part of a code
  | { kind: "next" }
  | { kind: "scan"; code: string; length: number } // `length`: how many of the last characters it took
  | { kind: "swallow"; length: number }; // part of a scan that says nothing new

export const betweenKeys = 50;
export const betweenEqualScans = 80;
/** A busy machine can hold a few characters back: that must not cut a code in two. */
export const hiccup = 200;
const hiccups = 2;
const shortest = 4;
/** The code of a receipt carries its lines. */
const longest = 1000;
const typedQuantity = /^\d*(?:[.,]\d*)?\*/;
const silent = new Set(["Shift", "CapsLock", "AltGraph", "Control", "Alt", "Meta"]);

type Stroke = { key: string; at: number };

/** How many of the last strokes belong together, going back from the terminator. */
function runLength(strokes: Stroke[], end: number): number {
  let slow = 0;
  let later = end;
  for (let taken = 0; taken < strokes.length; taken += 1) {
    const at = strokes[strokes.length - 1 - taken]?.at ?? Number.NEGATIVE_INFINITY;
    const gap = later - at;
    if (gap >= betweenKeys) slow += 1;
    const together = gap < hiccup && slow <= hiccups && (end - at) / (taken + 1) < betweenKeys;
    if (!together) return taken;
    later = at;
  }
  return strokes.length;
}

export class Wedge {
  private strokes: Stroke[] = [];
  private last = { code: "", at: Number.NEGATIVE_INFINITY };

  /** What was pressed so far is no code: no scanner reaches for the mouse. */
  forget(): void {
    this.strokes = [];
  }

  press({ key, at, repeat, modified }: Press): Reading {
    if (silent.has(key)) return { kind: "nothing" };
    if (key === "Enter" || key === "Tab") return this.end(at);
    if (repeat || modified || key.length !== 1) {
      this.strokes = [];
      return { kind: "nothing" };
    }
    const before = this.strokes.at(-1);
    const goesOn = before !== undefined && at - before.at < hiccup && this.strokes.length < longest;
    this.strokes = goesOn ? [...this.strokes, { key, at }] : [{ key, at }];
    return { kind: goesOn ? "next" : "first" };
  }

  private end(at: number): Reading {
    const strokes = this.strokes;
    this.strokes = [];
    // Some readers end with two terminators: the second one must not press a button.
    if (strokes.length === 0) {
      return at - this.last.at < betweenKeys ? { kind: "swallow", length: 0 } : { kind: "nothing" };
    }
    const final = strokes.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    const run = at - final < betweenKeys ? runLength(strokes, at) : 0;
    const typed = strokes
      .slice(strokes.length - run)
      .map((stroke) => stroke.key)
      .join("");
    // A quantity typed just before belongs to the field, not to the code.
    const raw = typed.replace(typedQuantity, "");
    const { length } = raw;
    const code = raw.trim();
    if (code.length < shortest) return { kind: "nothing" };
    const echo = code === this.last.code && at - this.last.at < betweenEqualScans;
    this.last = { code, at };
    return echo ? { kind: "swallow", length } : { kind: "scan", code, length };
  }
}
