import { failureText } from "../i18n/failure";
import { showToast, type ToastAction } from "./toasts";

/** Failures stay on the screen until somebody closes them. */
export function showFailure(thrown: unknown, action?: ToastAction): void {
  const { title, text } = failureText(thrown);
  showToast({ tone: "da", title, text: text || undefined, action, key: title });
}
