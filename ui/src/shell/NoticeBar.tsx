import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, Notice } from "../api/generated";
import es from "../shared/i18n/es.json";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";

/** Closed by one person is not closed for the owner, who has to know. */
const closed = new Set<string>();

type Known = Exclude<keyof typeof es.notice, "other">;

function isKnown(code: string): code is Known {
  return code !== "other" && Object.hasOwn(es.notice, code);
}

/** What happened to the data, what is safe, and what to do; it stays until it is closed. */
export function NoticeBar({ notice, user }: { notice: Notice; user: Id }) {
  const { t } = useTranslation();
  const [, redraw] = useState(0);
  if (closed.has(`${user} ${notice.code}`)) return null;
  const { code, params } = notice;
  const close = () => {
    closed.add(`${user} ${code}`);
    redraw((times) => times + 1);
  };
  const known = isKnown(code) ? code : null;
  return (
    <div className="note wa notice" role="status">
      <Icon name="alert" size={20} />
      <div className="grow">
        {known && <b>{t(`notice.${known}.title`)}</b>}
        <span className="t">
          {known ? t(`notice.${known}.text`, { row: params.row ?? "–" }) : t("notice.other", { code })}
        </span>
      </div>
      <Button kind="quiet" icon="x" aria-label={t("common.close")} onClick={close} />
    </div>
  );
}
