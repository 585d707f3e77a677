import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PrinterProfile } from "../api/generated";
import { ask } from "../api/queries";
import { PrinterForm } from "../shared/forms/PrinterForm";
import { usePrinterTest } from "../shared/forms/usePrinterTest";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";

export function PrinterSection({ saved }: { saved: PrinterProfile }) {
  const { t } = useTranslation();
  const [profile, setProfile] = useState(saved);
  const { outcome, test, reset } = usePrinterTest();
  const { working, failure, run } = useSubmit();
  const save = () =>
    void run(async () => {
      setProfile(await ask("printer.save", profile));
      showToast({ tone: "done", title: t("common.saved") });
    });
  const change = (next: PrinterProfile) => {
    reset();
    setProfile(next);
  };
  return (
    <section className="panel set-p">
      <h2>{t("settings.printer")}</h2>
      <p className="i2">{t("settings.printerText")}</p>
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <PrinterForm
        all
        profile={profile}
        onProfile={change}
        onTest={() => test(profile)}
        outcome={outcome}
        action={
          <Button kind="primary" size="l" working={working} onClick={save}>
            {t("common.save")}
          </Button>
        }
      />
    </section>
  );
}
