import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, Notice } from "../api/generated";
import es from "../shared/i18n/es.json";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";

/** Closed by one person is not closed for the owner, who has to know. */
const closed = new Set<string>();

type Known = Exclude<keyof typeof es.notice, "other" | "recovered">;

function isKnown(code: string): code is Known {
  return code !== "other" && code !== "recovered" && Object.hasOwn(es.notice, code);
}

function useWords({ code, params }: Notice): { title?: string; text: string } {
  const { t } = useTranslation();
  if (code === "recovered") {
    const { receipt, missing } = params;
    const until = receipt ? `${t("notice.recovered.until", { receipt })} ` : "";
    return {
      title: t("notice.recovered.title"),
      text: until + t("notice.recovered.missing", { count: Number(missing) }),
    };
  }
  if (!isKnown(code)) return { text: t("notice.other", { code }) };
  return { title: t(`notice.${code}.title`), text: t(`notice.${code}.text`, { row: "–", ...params }) };
}

/** What happened to the data, what is safe, and what to do; it stays until it is closed. */
export function NoticeBar({ notice, user }: { notice: Notice; user: Id }) {
  const { t } = useTranslation();
  const [, redraw] = useState(0);
  const { title, text } = useWords(notice);
  const mark = [user, notice.code, ...Object.values(notice.params)].join(" ");
  if (closed.has(mark)) return null;
  const close = () => {
    closed.add(mark);
    redraw((times) => times + 1);
  };
  return (
    <div className="note wa notice" role="status">
      <Icon name="alert" size={20} />
      <div className="grow">
        {title && <b>{title}</b>}
        <span className="t">{text}</span>
      </div>
      <Button kind="quiet" icon="x" aria-label={t("common.close")} onClick={close} />
    </div>
  );
}
