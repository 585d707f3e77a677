import { useTranslation } from "react-i18next";
import { useAsk, useTell } from "../api/queries";
import { useNow } from "../shared/hooks/useNow";
import { Icon } from "../shared/icons/Icon";
import { showFailure } from "../shared/parts/trouble";

const minute = 60_000;

/** Nothing, but while a supervisor's word holds: whose it is, for how long, and one press ends it. */
export function GrantGadget() {
  const { t } = useTranslation();
  const now = useNow(5000);
  const grants = useAsk("approval.running", null).data ?? [];
  const grant = grants.find((running) => running.until_ms > now);
  const end = useTell("approval.end", () => {});
  if (!grant) return null;
  const count = Math.max(1, Math.round((grant.until_ms - now) / minute));
  return (
    <button
      type="button"
      className="gad wa"
      title={t("approval.end")}
      onClick={() => end.mutate(null, { onError: (thrown) => showFailure(thrown) })}
    >
      <Icon name="shield" />
      <span>
        <b>{t("approval.runningBy", { name: grant.by.split(" ")[0] })}</b>
        <small>
          {t(`people.approved.${grant.approved}`)}, {t("approval.left", { count })}
        </small>
      </span>
      <Icon name="x" size={16} />
    </button>
  );
}
