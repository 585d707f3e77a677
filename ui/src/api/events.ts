import { listen } from "@tauri-apps/api/event";
import type { ImportState } from "./generated";
import { inShell } from "./transport";

export type Events = {
  "printer.status": null;
  "session.locked": null;
  "journal.damaged": null;
  "health.changed": null;
  "copies.changed": null;
  "sync.changed": null;
  /** Entries of other tills came in. */
  "journal.received": null;
  "shift.changed": null;
  "approval.changed": null;
  "tickets.changed": null;
  "products.changed": null;
  "import.progress": ImportState;
  /** The stream came back after a cut: whatever is shown may be old. */
  reconnected: null;
};

type Handler = (payload: unknown) => void;
type Message = { name: string; payload: unknown };

const handlers = new Map<string, Set<Handler>>();
let started = false;

function deliver({ name, payload }: Message): void {
  for (const handler of handlers.get(name) ?? []) handler(payload);
}

function listenOverHttp(): void {
  if (typeof EventSource === "undefined") return;
  const source = new EventSource("/events");
  let cut = false;
  source.onmessage = (event) => deliver(JSON.parse(event.data) as Message);
  source.onerror = () => {
    cut = true;
  };
  source.onopen = () => {
    if (cut) deliver({ name: "reconnected", payload: null });
    cut = false;
  };
}

function start(): void {
  if (started) return;
  started = true;
  // Tauri allows no dots in event names, so the shell sends all of them under one name.
  if (inShell()) void listen<Message>("door", (event) => deliver(event.payload));
  else listenOverHttp();
}

/** Hears one event of the door; answers the way to stop hearing it. */
export function on<N extends keyof Events>(name: N, handler: (payload: Events[N]) => void): () => void {
  start();
  const set = handlers.get(name) ?? new Set<Handler>();
  handlers.set(name, set);
  set.add(handler as Handler);
  return () => {
    set.delete(handler as Handler);
  };
}
