import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { clearToasts } from "../shared/parts/toasts";
import "../shared/i18n";

configure({ asyncUtilTimeout: 5000 });

// What jsdom lacks and the screens ask for.
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener: () => {}, removeEventListener: () => {} }) as never;
window.PointerEvent ??= MouseEvent as never;
Element.prototype.getAnimations ??= () => [];
Element.prototype.scrollIntoView ??= () => {};

// What is waited for comes at once; only a machine that is busy needs longer.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  clearToasts();
});
