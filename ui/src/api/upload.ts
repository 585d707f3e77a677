import { invoke } from "@tauri-apps/api/core";
import { answerOf, failed } from "./call";
import type { Uploaded } from "./generated";
import { inShell } from "./transport";

async function overHttp(file: File): Promise<unknown> {
  return answerOf(await fetch("/upload", { method: "POST", headers: { "x-mostrador": "1" }, body: file }));
}

/** Hands a file over; the answer names it for later requests. */
export async function upload(file: File): Promise<Uploaded> {
  try {
    const sent = inShell() ? invoke("upload", new Uint8Array(await file.arrayBuffer())) : overHttp(file);
    return (await sent) as Uploaded;
  } catch (thrown) {
    // A file that changed or went away since it was chosen is no failure of the door.
    throw failed(
      thrown instanceof DOMException && thrown.name !== "AbortError"
        ? { code: "upload_failed", message: thrown.message }
        : thrown,
    );
  }
}
