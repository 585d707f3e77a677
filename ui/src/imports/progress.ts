import type { ImportState } from "../api/generated";

/** What this screen has seen of an import: the door tells where it is, not how it got there. */
export type Run = {
  state: ImportState | null;
  /** The most products that were on their way. */
  total: number;
  /** It was under way here and has ended. */
  ended: boolean;
  closed: boolean;
};

export const noRun: Run = { state: null, total: 0, ended: false, closed: false };

export function running(state: ImportState | null | undefined): boolean {
  return state?.phase === "reading" || state?.phase === "arriving";
}

/** A run begins with what the preview promised, so that a short one has its number too. */
export function begun(promised: number, state: ImportState): Run {
  return { state, total: promised, ended: false, closed: false };
}

export function heard(run: Run, state: ImportState): Run {
  if (running(state)) {
    const anew = !running(run.state);
    const kept = anew && run.ended ? 0 : run.total;
    const total = state.phase === "arriving" ? state.of : kept;
    return { state, total, ended: false, closed: false };
  }
  return { ...run, state, ended: run.ended || running(run.state) };
}

export type Shown = "reading" | "arriving" | "done" | "failed" | null;

/** An import that ended before this screen was there is told only when it failed. */
export function shown({ state, ended, closed }: Run): Shown {
  if (!state || closed) return null;
  if (state.phase === "failed") return state.error === "import_cancelled" && !ended ? null : "failed";
  if (state.phase === "idle") return ended ? "done" : null;
  return state.phase;
}

/** In whole percents, never 100 before the end. */
export function percent(state: ImportState): number {
  if (state.phase !== "arriving" || state.of <= 0) return 0;
  return Math.min(99, Math.floor((state.done * 100) / state.of));
}
