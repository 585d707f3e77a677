/**
 * A scanner that plays keyboard: characters closer than a hand can type, then Enter or Tab.
 * Pure: it takes presses with their times and answers what each one means.
 */

export type Press = { key: string; at: number; repeat: boolean; modified: boolean };
export type Reading =
  | { kind: "nothing" }
  | { kind: "first" } // may be the start of a code: remember the field as it is now
  | { kind: "scan"; code: string }
  | { kind: "swallow" }; // part of a scan that says nothing new

export const betweenKeys = 50;
export const betweenEqualScans = 80;
const shortest = 4;
const silent = new Set(["Shift", "CapsLock", "AltGraph", "Control", "Alt", "Meta"]);

export class Wedge {
  private buffer = "";
  private lastKey = Number.NEGATIVE_INFINITY;
  private last = { code: "", at: Number.NEGATIVE_INFINITY };

  press({ key, at, repeat, modified }: Press): Reading {
    if (silent.has(key)) return { kind: "nothing" };
    const fast = at - this.lastKey < betweenKeys;
    if (key === "Enter" || key === "Tab") return this.end(at, fast);
    if (repeat || modified || key.length !== 1) return this.drop();
    this.buffer = fast ? this.buffer + key : key;
    this.lastKey = at;
    return { kind: this.buffer.length === 1 ? "first" : "nothing" };
  }

  private drop(): Reading {
    this.buffer = "";
    this.lastKey = Number.NEGATIVE_INFINITY;
    return { kind: "nothing" };
  }

  private end(at: number, fast: boolean): Reading {
    const code = this.buffer.trim();
    this.drop();
    // Some readers end with two terminators: the second one must not press a button.
    if (code === "" && at - this.last.at < betweenKeys) return { kind: "swallow" };
    if (!fast || code.length < shortest) return { kind: "nothing" };
    const echo = code === this.last.code && at - this.last.at < betweenEqualScans;
    this.last = { code, at };
    return echo ? { kind: "swallow" } : { kind: "scan", code };
  }
}
