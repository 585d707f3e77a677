import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../api/call";
import type { PrinterStatus } from "../api/generated";
import { keyOf, useAsk } from "../api/queries";
import { printerReason } from "../shared/i18n/printer";
import { Icon } from "../shared/icons/Icon";
import { showFailure } from "../shared/parts/trouble";
import { PrintJobs, type Resolve } from "./PrintJobs";

const idle: PrinterStatus = { state: "unknown", waiting: 0, failed: [] };

/** Silent while it works; red, with words and a count, when something did not come out. */
export function PrinterGadget() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: status = idle } = useAsk("printer.status", null);
  const [open, setOpen] = useState(false);
  const resolve: Resolve = (job, action) =>
    call("print.resolve", { job, action })
      .then((next) => client.setQueryData(keyOf("printer.status", null), next))
      .catch(showFailure);

  const failed = status.failed.length;
  const tone = failed > 0 ? "da" : status.state === "off" ? "wa" : "";
  const calm =
    status.waiting > 0
      ? t("printer.waiting", { count: status.waiting })
      : status.state === "none"
        ? t("printer.none")
        : t("printer.ready");
  return (
    <>
      <button
        type="button"
        className={`gad ${tone}`}
        title={tone ? undefined : calm}
        aria-label={tone ? undefined : calm}
        onClick={() => setOpen(true)}
      >
        <Icon name="printer" />
        {tone === "" && <span className="lb">{calm}</span>}
        {failed > 0 && (
          <span>
            <b>{printerReason(status.failed[0]?.error) ?? t("printer.gone")}</b>
            <small>{t("printer.failed", { count: failed })}</small>
          </span>
        )}
        {tone === "wa" && <b>{t("printer.off")}</b>}
      </button>
      <PrintJobs open={open} status={status} onClose={() => setOpen(false)} onResolve={resolve} />
    </>
  );
}
