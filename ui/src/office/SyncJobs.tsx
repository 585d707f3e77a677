import { useTranslation } from "react-i18next";
import type { SyncJob } from "../api/generated";
import { failureText } from "../shared/i18n/failure";
import { useShop } from "../shared/shop";

function What({ job }: { job: SyncJob }) {
  const { t } = useTranslation();
  const parts = [
    job.pushed > 0 && t("office.pushed", { count: job.pushed }),
    job.received > 0 && t("office.received", { count: job.received }),
    job.quarantined > 0 && t("office.quarantined", { count: job.quarantined }),
    job.failure && failureText(job.failure).title,
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}

/** The rounds that did something, or could not. */
export function SyncJobs({ jobs }: { jobs: SyncJob[] }) {
  const { t } = useTranslation();
  const { dateTime } = useShop();
  if (jobs.length === 0) return null;
  return (
    <>
      <h3>{t("office.history")}</h3>
      <ul className="off-jobs">
        {jobs.map((job) => (
          <li key={job.started_ms} className={job.failure ? "bad" : ""}>
            <span className="grow">
              <What job={job} />
            </span>
            <span className="fig i3">{dateTime(job.completed_ms)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
