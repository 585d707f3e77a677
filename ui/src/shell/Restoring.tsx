import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../shared/hooks/useNow";
import { Mark } from "../shared/icons/Mark";
import { ProgressBar } from "../shared/parts/ProgressBar";
import { BrokenLine } from "./BrokenLine";

/** Takes the whole window: nothing can be done until the data is together, and the till opens by itself then. */
export function Restoring() {
  const { t } = useTranslation();
  const [began] = useState(() => Date.now());
  const minutes = Math.floor((useNow(5000) - began) / 60_000);
  return (
    <main className="broken">
      <section className="panel">
        <span className="acc">
          <Mark size={40} />
        </span>
        <div role="status">
          <h1>{t("recovery.restoring")}</h1>
          <p>{t("recovery.restoringText")}</p>
        </div>
        <ProgressBar label={t("recovery.restoring")} percent={null} />
        <p className="t15">
          {minutes > 0 ? t("recovery.since", { count: minutes }) : t("recovery.sinceNow")}
        </p>
        <BrokenLine icon="alert" tone="wrn">
          <b className="w6 i1">{t("recovery.stayOn")}</b>
        </BrokenLine>
      </section>
    </main>
  );
}
