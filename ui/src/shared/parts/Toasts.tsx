import { useTranslation } from "react-i18next";
import { Icon } from "../icons/Icon";
import { Button } from "./Button";
import { closeToast, type Toast, useToasts } from "./toasts";

function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const { action } = toast;
  const trouble = toast.tone !== "done";
  const act = () => {
    closeToast(toast.id);
    action?.run();
  };
  return (
    <div className={`toast ${trouble ? toast.tone : ""}`} role={trouble ? "alert" : "status"}>
      {trouble && <Icon name="alert" size={22} />}
      <span className="grow">
        {toast.text ? <b>{toast.title}</b> : toast.title}
        {toast.text && <span className="t">{toast.text}</span>}
      </span>
      {action && (
        <Button kind="quiet" keyHint={action.keyHint} onClick={act}>
          {action.label}
        </Button>
      )}
      <Button kind="quiet" icon="x" aria-label={t("common.close")} onClick={() => closeToast(toast.id)} />
    </div>
  );
}

export function Toasts() {
  const toasts = useToasts();
  return (
    <div className="toasts">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}
