import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { asDoorError } from "../api/failure";
import { failureText } from "../shared/i18n/failure";
import { modalDepth, watchModals } from "../shared/parts/modals";
import { clearToasts, showToast } from "../shared/parts/toasts";
import { Till, type TillState } from "./till";

const Context = createContext<Till | null>(null);

export function useTill(): Till {
  const till = useContext(Context);
  if (!till) throw new Error("no till here");
  return till;
}

export function useTillState(): TillState {
  const till = useTill();
  return useSyncExternalStore(till.subscribe, till.snapshot);
}

const undoKey = "removed";

function useNewTill(): Till {
  const { t } = useTranslation();
  const [till] = useState(() => {
    const made: Till = new Till({
      onFailure: (thrown, what) => {
        const { title, text } = failureText(thrown);
        const about = what ? `${t("sell.notAdded", { code: what })}. ` : "";
        showToast({ tone: "da", title: about + title, text: text || undefined, key: about + title });
        if (asDoorError(thrown).code === "cart_changed") void made.load();
      },
      onRemoved: (name) => {
        const action = { label: t("common.undo"), keyHint: "Ctrl Z", run: () => made.undo() };
        showToast({ tone: "done", title: t("sell.removed", { name }), key: undoKey, action });
      },
      onAdded: () => clearToasts(undoKey),
      isHeld: () => modalDepth() > 0,
    });
    return made;
  });
  return till;
}

export function TillProvider({ children }: { children: ReactNode }) {
  const till = useNewTill();
  useEffect(() => {
    void till.load();
    return watchModals(till.resume);
  }, [till]);
  return <Context value={till}>{children}</Context>;
}
