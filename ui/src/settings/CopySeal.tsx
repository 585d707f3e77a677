import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../shared/parts/Button";
import { SealDialog, type SealTask } from "./SealDialog";

/** Whether copies that leave the till are closed, and the ways to change that. */
export function CopySeal({ sealed }: { sealed: boolean }) {
  const { t } = useTranslation();
  const [task, setTask] = useState<SealTask | null>(null);
  return (
    <div className="cop-part">
      <div className="row cop-name">
        <h3>{t("copies.seal")}</h3>
        <span className={sealed ? "badge ok" : "badge"}>
          {t(sealed ? "copies.sealed" : "copies.unsealed")}
        </span>
      </div>
      <p className="i2">{t("copies.sealText")}</p>
      <div className="row cop-acts">
        {sealed ? (
          <>
            <Button icon="lock" onClick={() => setTask("change")}>
              {t("copies.sealChange")}
            </Button>
            <Button kind="danger" onClick={() => setTask("off")}>
              {t("copies.sealOff")}
            </Button>
          </>
        ) : (
          <Button icon="lock" onClick={() => setTask("set")}>
            {t("copies.sealSet")}
          </Button>
        )}
      </div>
      {task && <SealDialog task={task} onClose={() => setTask(null)} />}
    </div>
  );
}
