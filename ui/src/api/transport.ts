declare global {
  interface Window {
    __TAURI_INTERNALS__?: unknown;
  }
}

/** Inside the desktop window, or in a browser over the loopback server. */
export function inShell(): boolean {
  return window.__TAURI_INTERNALS__ !== undefined;
}
