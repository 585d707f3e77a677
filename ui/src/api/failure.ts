import type { Failure } from "./generated";

/** What the door answered instead of a result. `code` picks the words; `message` is the fallback. */
export class DoorError extends Error {
  readonly code: string;
  readonly params: Record<string, string>;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "DoorError";
    this.code = failure.code;
    this.params = failure.params;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function textParams(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}

/** Whatever was thrown becomes a DoorError, so that screens handle one kind. */
export function asDoorError(thrown: unknown): DoorError {
  if (thrown instanceof DoorError) return thrown;
  if (isRecord(thrown) && typeof thrown.code === "string") {
    const message = typeof thrown.message === "string" ? thrown.message : "";
    return new DoorError({ code: thrown.code, message, params: textParams(thrown.params) });
  }
  return new DoorError({ code: "unreachable", message: String(thrown), params: {} });
}
