import { useSyncExternalStore } from "react";

export type ToastTone = "done" | "da" | "wa";
export type ToastAction = { label: string; keyHint?: string; run: () => void };
export type Toast = {
  id: number;
  tone: ToastTone;
  title: string;
  text?: string;
  action?: ToastAction;
  /** A newer toast with the same key takes the place of the older one. */
  key?: string;
};

const doneFor = 5000;
let toasts: Toast[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

function set(next: Toast[]): void {
  toasts = next;
  for (const watcher of watchers) watcher();
}

export function closeToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

export function clearToasts(key?: string): void {
  set(key === undefined ? [] : toasts.filter((toast) => toast.key !== key));
}

/** What was done is said; a new screen needs its room. Trouble stays. */
export function clearDone(): void {
  set(toasts.filter((toast) => toast.tone !== "done"));
}

/** Done things leave after five seconds; trouble stays until somebody closes it. */
export function showToast(toast: Omit<Toast, "id">): number {
  lastId += 1;
  const id = lastId;
  const others = toasts.filter((other) => toast.key === undefined || other.key !== toast.key);
  const kept = toast.tone === "done" ? others.filter((other) => other.tone !== "done") : others;
  set([...kept.slice(-3), { ...toast, id }]);
  if (toast.tone === "done") setTimeout(() => closeToast(id), doneFor);
  return id;
}

export function useToasts(): Toast[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
    () => toasts,
  );
}
