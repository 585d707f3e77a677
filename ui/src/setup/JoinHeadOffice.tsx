import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { keyOf, useAsk } from "../api/queries";
import { PairForm } from "../office/PairForm";
import { failureText } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { ProgressBar } from "../shared/parts/ProgressBar";
import { Note } from "../shared/parts/Small";
import "../office/office.css";

/** The shop is there as soon as its first entries are: whoever waits is let in then. */
const lookAgainMs = 1000;

function Bringing() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useAsk("sync.state", null, { again: () => lookAgainMs });
  useEffect(() => {
    // asked again with each answer: the shop may have come with it
    if (data) void client.invalidateQueries({ queryKey: ["app.state"] });
  }, [data, client]);
  const failure = data?.failure && !data.running ? failureText(data.failure.failure) : null;
  if (data?.paired && data.last_success_ms !== null && !data.running)
    return <Note title={t("setup.join.empty", { name: data.paired.name })}>{t("setup.join.emptyText")}</Note>;
  return (
    <>
      <p className="su-text" role="status">
        {t("setup.join.bringing", { name: data?.paired?.name ?? "" })}
      </p>
      <ProgressBar label={t("setup.join.title")} percent={null} />
      {failure && (
        <Note tone="wa" icon="alert" title={failure.title}>
          {failure.text}
        </Note>
      )}
    </>
  );
}

/** A new till of a shop that there is already. */
export function JoinHeadOffice({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useAsk("sync.state", null, { fresh: true });
  return (
    <div className="su-body scroll">
      <h1>{t("setup.join.title")}</h1>
      {data?.paired ? (
        <Bringing />
      ) : (
        <>
          <p className="su-text">{t("setup.join.text")}</p>
          <PairForm onPaired={(state) => client.setQueryData(keyOf("sync.state", null), state)} />
        </>
      )}
      <div>
        <Button kind="quiet" size="l" icon="left" onClick={onBack}>
          {t("common.back")}
        </Button>
      </div>
    </div>
  );
}
