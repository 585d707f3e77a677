import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, Notice } from "../api/generated";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";

/** Closed by one person is not closed for the owner, who has to know. */
const closed = new Set<string>();

/** What happened to the data, what is safe, and what to do; it stays until it is closed. */
export function NoticeBar({ notice, user }: { notice: Notice | null; user: Id }) {
  const { t } = useTranslation();
  const [, redraw] = useState(0);
  if (!notice || closed.has(`${user} ${notice.code}`)) return null;
  const { code } = notice;
  const close = () => {
    closed.add(`${user} ${code}`);
    redraw((times) => times + 1);
  };
  const epoch = code === "epoch_rewound" || code === "epoch_moved" ? code : null;
  const text = code === "disk_low" ? t("notice.disk_low") : t("notice.other", { code });
  return (
    <div className="note wa notice" role="status">
      <Icon name="alert" size={20} />
      <div className="grow">
        {epoch && <b>{t(`notice.${epoch}.title`)}</b>}
        <span className="t">{epoch ? t(`notice.${epoch}.text`) : text}</span>
      </div>
      <Button kind="quiet" icon="x" aria-label={t("common.close")} onClick={close} />
    </div>
  );
}
