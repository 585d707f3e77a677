import { useEffect, useSyncExternalStore } from "react";

/** How many dialogs are open: shortcuts and the scan lane wait for them. */
let depth = 0;
const watchers = new Set<() => void>();

function change(by: number): void {
  depth += by;
  for (const watcher of watchers) watcher();
}

export function modalDepth(): number {
  return depth;
}

export function watchModals(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

export function useModal(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    change(1);
    return () => change(-1);
  }, [open]);
}

export function useModalOpen(): boolean {
  return useSyncExternalStore(watchModals, () => depth > 0);
}
