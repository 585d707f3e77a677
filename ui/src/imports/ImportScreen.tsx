import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { failureText } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { FileButton } from "../shared/parts/FileButton";
import { Empty, Note } from "../shared/parts/Small";
import { useImports } from "./ImportContext";
import { PreviewPanel } from "./PreviewPanel";
import { RunPanel } from "./RunPanel";
import "./imports.css";

const tables = ".csv,.txt,.tsv";

function Picker() {
  const { t } = useTranslation();
  const { working, choose } = useImports();
  return (
    <Empty icon="box" title={t("imports.pickTitle")} className="panel grow i-pick">
      <span>{t("imports.pickText")}</span>
      <span className="i3">{t("imports.pickHint")}</span>
      <FileButton
        kind="primary"
        size="l"
        label={t(working ? "imports.reading" : "imports.pick")}
        accept={tables}
        working={working !== null}
        onFile={choose}
      />
    </Empty>
  );
}

export function ImportScreen() {
  const { t } = useTranslation();
  const { draft, shown, working, failure, choose, setOpen, watched } = useImports();
  useEffect(() => {
    watched.current = true;
    return () => {
      watched.current = false;
    };
  }, [watched]);
  const said = failure && failureText(failure);
  const ready = shown === null && draft !== null;
  return (
    <main className="imp">
      <div className="row i-top">
        <Button kind="quiet" icon="left" keyHint="Esc" onClick={() => setOpen(false)}>
          {t("imports.back")}
        </Button>
        <h1 className="t20">{t("imports.title")}</h1>
        {ready && <span className="i3 el">{draft.name}</span>}
        <span className="grow" />
        {ready && working === "looking" && <span className="i3 t13">{t("imports.looking")}</span>}
        {ready && (
          <FileButton
            label={t("imports.another")}
            accept={tables}
            working={working === "taking"}
            onFile={choose}
          />
        )}
      </div>
      {said && (
        <Note tone="da" icon="alert" title={said.title}>
          {said.text}
        </Note>
      )}
      {shown !== null ? <RunPanel /> : draft ? <PreviewPanel draft={draft} key={draft.upload} /> : <Picker />}
    </main>
  );
}
