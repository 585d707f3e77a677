import { useTranslation } from "react-i18next";
import { asDoorError } from "../api/failure";
import es from "../shared/i18n/es.json";
import { failureText } from "../shared/i18n/failure";
import { Mark } from "../shared/icons/Mark";
import { Button } from "../shared/parts/Button";
import { BrokenLine } from "./BrokenLine";
import { isRecoverable, Recovery } from "./Recovery";
import { Restoring } from "./Restoring";
import "./broken.css";

type StartCode = keyof typeof es.start;

const isStart = (code: string): code is StartCode => Object.hasOwn(es.start, code);

type Props = { thrown: unknown; working?: boolean; onRetry: () => void };

/** Nothing can be shown: the page says what happened, what is safe and what to do. */
export function Broken({ thrown, working, onRetry }: Props) {
  const { code } = asDoorError(thrown);
  if (code === "restoring") return <Restoring />;
  if (isRecoverable(code)) return <Recovery thrown={thrown} working={working ?? false} onRetry={onRetry} />;
  return <Stopped thrown={thrown} working={working} onRetry={onRetry} />;
}

function Stopped({ thrown, working, onRetry }: Props) {
  const { t } = useTranslation();
  const { code } = asDoorError(thrown);
  const other = failureText(thrown);
  const known = isStart(code) ? code : null;
  return (
    <main className="broken">
      <section className="panel" role="alert">
        <span className="acc">
          <Mark size={40} />
        </span>
        <h1>{known ? t(`start.${known}.title`) : other.title}</h1>
        {known ? (
          <>
            <BrokenLine icon="shield" tone="acc">
              {t(`start.${known}.safe`)}
            </BrokenLine>
            <BrokenLine icon="right">{t(`start.${known}.act`)}</BrokenLine>
          </>
        ) : (
          <p>{other.text}</p>
        )}
        <Button kind="primary" size="l" autoFocus working={working} onClick={onRetry}>
          {t("common.retry")}
        </Button>
      </section>
    </main>
  );
}
