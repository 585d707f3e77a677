import { invoke } from "@tauri-apps/api/core";
import { asDoorError, DoorError } from "./failure";
import type { Requests } from "./generated";
import { inShell } from "./transport";

export type RequestName = keyof Requests;
export type Arguments<N extends RequestName> = Requests[N][0];
export type Answer<N extends RequestName> = Requests[N][1];
type Rest<N extends RequestName> = Arguments<N> extends null ? [] : [args: Arguments<N>];

const watchers = new Set<(failure: DoorError) => void>();

/** Hears every failure, e.g. to go to the login when the session has expired. */
export function watchFailures(watcher: (failure: DoorError) => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Every failure passes here on its way to the screen that asked. */
export function failed(thrown: unknown): DoorError {
  const failure = asDoorError(thrown);
  for (const watcher of watchers) watcher(failure);
  return failure;
}

/** What came back over HTTP: an answer, or a failure in the door's own form. */
export async function answerOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  throw asDoorError(body ?? { code: "unreachable", message: `HTTP ${response.status}` });
}

async function overHttp(name: string, args: unknown): Promise<unknown> {
  const response = await fetch("/call", {
    method: "POST",
    headers: { "content-type": "application/json", "x-mostrador": "1" },
    body: JSON.stringify({ name, arguments: args }),
  });
  return answerOf(response);
}

/** The one way to the Rust side. */
export async function call<N extends RequestName>(name: N, ...rest: Rest<N>): Promise<Answer<N>> {
  const args = rest.length > 0 ? rest[0] : null;
  try {
    const answer = inShell() ? await invoke("call", { name, arguments: args }) : await overHttp(name, args);
    return answer as Answer<N>;
  } catch (thrown) {
    throw failed(thrown);
  }
}

export { DoorError };
