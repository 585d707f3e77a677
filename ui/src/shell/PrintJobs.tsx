import { useTranslation } from "react-i18next";
import type { Id, PrinterStatus, PrintJob } from "../api/generated";
import { printerReason } from "../shared/i18n/printer";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";

export type Resolve = (job: Id, action: "retry" | "cancel" | "printed") => void;

type Props = { open: boolean; status: PrinterStatus; onClose: () => void; onResolve: Resolve };

function Job({ job, onResolve }: { job: PrintJob; onResolve: Resolve }) {
  const { t } = useTranslation();
  const reason = printerReason(job.error);
  const state = job.state === "unknown" ? t("printer.unsure") : t("printer.gone");
  return (
    <li className="pj">
      <div className="grow">
        <b className="w6 blk el">{job.title}</b>
        <span className="t13 i3 blk el">
          {state}
          {job.copy && ` · ${t("printer.copy")}`}
          {reason && ` · ${reason}`}
        </span>
      </div>
      <Button kind="tonal" onClick={() => onResolve(job.id, "retry")}>
        {t("printer.retry")}
      </Button>
      <Button onClick={() => onResolve(job.id, "printed")}>{t("printer.printed")}</Button>
      <Button kind="quiet" onClick={() => onResolve(job.id, "cancel")}>
        {t("printer.cancelJob")}
      </Button>
    </li>
  );
}

export function PrintJobs({ open, status, onClose, onResolve }: Props) {
  const { t } = useTranslation();
  const some = status.failed.length > 0;
  const calm =
    status.state === "off"
      ? t("errors.printer_off.text")
      : status.state === "none"
        ? t("printer.noneSet")
        : t("printer.allPrinted");
  const quietTitle =
    status.state === "off"
      ? t("printer.off")
      : status.state === "none"
        ? t("printer.none")
        : t("printer.ready");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      icon="printer"
      width="wide"
      title={some ? t("printer.failedTitle") : quietTitle}
      text={some ? t("printer.failedText") : calm}
      footer={
        <>
          <span className="grow" />
          <Button keyHint="Esc" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      {some && (
        <ul>
          {status.failed.map((job) => (
            <Job key={job.id} job={job} onResolve={onResolve} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
