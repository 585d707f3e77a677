import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, Notice } from "../api/generated";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";

/** Closed by one person is not closed for the owner, who has to know. */
const closed = new Set<string>();

/** Those with a title and a text. */
const notices = ["epoch_rewound", "epoch_moved", "journal_damaged"] as const;

/** What happened to the data, what is safe, and what to do; it stays until it is closed. */
export function NoticeBar({ notice, user }: { notice: Notice | null; user: Id }) {
  const { t } = useTranslation();
  const [, redraw] = useState(0);
  if (!notice || closed.has(`${user} ${notice.code}`)) return null;
  const { code, params } = notice;
  const close = () => {
    closed.add(`${user} ${code}`);
    redraw((times) => times + 1);
  };
  const told = notices.find((known) => known === code);
  const text = code === "disk_low" ? t("notice.disk_low") : t("notice.other", { code });
  return (
    <div className="note wa notice" role="status">
      <Icon name="alert" size={20} />
      <div className="grow">
        {told && <b>{t(`notice.${told}.title`)}</b>}
        <span className="t">{told ? t(`notice.${told}.text`, { row: params.row ?? "–" }) : text}</span>
      </div>
      <Button kind="quiet" icon="x" aria-label={t("common.close")} onClick={close} />
    </div>
  );
}
