import { useTranslation } from "react-i18next";
import type { ImportState } from "../api/generated";
import { counted } from "../shared/format/quantity";
import { failureText } from "../shared/i18n/failure";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";
import { Button } from "../shared/parts/Button";
import { ProgressBar } from "../shared/parts/ProgressBar";
import { useShop } from "../shared/shop";
import { useImports } from "./ImportContext";

import { percent } from "./progress";

export function Bar({ state }: { state: ImportState }) {
  const { t } = useTranslation();
  const known = state.phase === "arriving";
  return <ProgressBar label={t("imports.progress")} percent={known ? percent(state) : null} />;
}

type Words = { icon: IconName; tone: string; title: string; figure: string; text: string };

function useWords(): Words | null {
  const { t } = useTranslation();
  const { quantity } = useShop();
  const { run, shown } = useImports();
  const { state } = run;
  if (!state || !shown) return null;
  const figure = (value: number) => quantity(value * 1000);
  switch (shown) {
    case "reading":
      return {
        icon: "note",
        tone: "acc",
        title: t("imports.readingTitle"),
        figure: t("imports.readRows", counted(state.done, quantity)),
        text: t("imports.readingText"),
      };
    case "arriving":
      return {
        icon: "box",
        tone: "acc",
        title: t("imports.arrivingTitle"),
        figure: t("imports.arrived", { done: figure(state.done), of: figure(state.of) }),
        text: t("imports.arrivingText"),
      };
    case "done":
      return {
        icon: "check",
        tone: "acc",
        title: t("imports.doneTitle"),
        figure: t("imports.doneCount", counted(run.total, quantity)),
        text:
          state.left_out > 0 ? t("imports.doneOut", counted(state.left_out, quantity)) : t("imports.noneOut"),
      };
    case "failed": {
      const { title, text } = failureText({ code: state.error ?? "internal" });
      const calm = state.error === "import_cancelled";
      return { icon: calm ? "undo" : "alert", tone: calm ? "i3" : "wrn", title, figure: "", text };
    }
  }
}

/** Where an import is, or how it ended. */
export function RunPanel() {
  const { t } = useTranslation();
  const { run, shown, cancel, close, setOpen } = useImports();
  const words = useWords();
  if (!words || !run.state) return null;
  const under = shown === "reading" || shown === "arriving";
  const see = () => {
    close();
    setOpen(false);
  };
  return (
    <section className="panel irun" role={shown === "failed" ? "alert" : "status"}>
      <Icon name={words.icon} size={30} className={words.tone} />
      <h2>{words.title}</h2>
      {under && <Bar state={run.state} />}
      {words.figure && <p className="t17 w5">{words.figure}</p>}
      <p className="t15 i2">{words.text}</p>
      <div className="row">
        {shown === "reading" && (
          <Button size="l" onClick={cancel}>
            {t("common.cancel")}
          </Button>
        )}
        {shown === "arriving" && (
          <Button size="l" onClick={() => setOpen(false)}>
            {t("imports.see")}
          </Button>
        )}
        {shown === "done" && (
          <>
            <Button kind="primary" size="l" onClick={see}>
              {t("imports.see")}
            </Button>
            <Button size="l" onClick={close}>
              {t("imports.another")}
            </Button>
          </>
        )}
        {shown === "failed" && (
          <Button kind="primary" size="l" onClick={close}>
            {t("imports.another")}
          </Button>
        )}
      </div>
    </section>
  );
}
