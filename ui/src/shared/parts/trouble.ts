import { asDoorError } from "../../api/failure";
import { failureText } from "../i18n/failure";
import { showToast, type ToastAction } from "./toasts";

/** Failures stay on the screen until somebody closes them. */
export function showFailure(thrown: unknown, action?: ToastAction): void {
  // The whole window says so already.
  if (asDoorError(thrown).code === "restoring") return;
  const { title, text } = failureText(thrown);
  showToast({ tone: "da", title, text: text || undefined, action, key: title });
}
