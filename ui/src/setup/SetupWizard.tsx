import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CountryView, SetupDraft } from "../api/generated";
import { localeOf } from "../shared/i18n";
import { failedField, failureLine } from "../shared/i18n/failure";
import { Mark } from "../shared/icons/Mark";
import { Button } from "../shared/parts/Button";
import { Note } from "../shared/parts/Small";
import { CountryStep, LanguageStep, StartStep } from "./ChoiceSteps";
import { OwnerStep, type Pins, ShopStep } from "./FormSteps";
import { JoinHeadOffice } from "./JoinHeadOffice";
import { PrinterStep } from "./PrinterStep";
import { lastStep, missingIn, type Problems, type StepName, steps } from "./steps";
import "./setup.css";

type Props = {
  draft: SetupDraft;
  countries: CountryView[];
  working: boolean;
  onSave: (draft: SetupDraft) => void;
  /** Answers what went wrong, or null. */
  onFinish: (draft: SetupDraft, pin: string) => Promise<unknown>;
};

const stepOfField: Record<string, StepName> = {
  tax_id: "shop",
  shop_name: "shop",
  owner_name: "owner",
  owner_pin: "owner",
};
const stepOfCode: Record<string, StepName> = {
  tax_id_invalid: "shop",
  pin_too_short: "owner",
  pin_too_common: "owner",
};

/** The PIN is never written down, so a wizard that was left half-way asks for it again. */
function firstStep(draft: SetupDraft): number {
  return Math.max(0, Math.min(draft.step, steps.indexOf("owner")));
}

export function SetupWizard({ draft: initial, countries, working, onSave, onFinish }: Props) {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState<SetupDraft>({ ...initial, step: firstStep(initial) });
  const [pins, setPins] = useState<Pins>({ pin: "", again: "" });
  const [problems, setProblems] = useState<Problems>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [joins, setJoins] = useState(false);
  const name = steps[draft.step] ?? "language";

  useEffect(() => {
    const locale = localeOf(
      draft.language,
      draft.step > steps.indexOf("country") ? draft.country : undefined,
    );
    if (i18n.language !== locale) void i18n.changeLanguage(locale);
  }, [draft.language, draft.country, draft.step, i18n]);

  const change = (part: Partial<SetupDraft>) => {
    setProblems({});
    setDraft((old) => ({ ...old, ...part }));
  };
  const go = (next: SetupDraft) => {
    setFailure(null);
    setProblems({});
    setDraft(next);
    onSave(next);
  };
  const fail = (thrown: unknown, final: SetupDraft) => {
    const field = failedField(thrown);
    const code = (thrown as { code?: string }).code ?? "";
    const step = stepOfField[field ?? ""] ?? stepOfCode[code];
    setFailure(failureLine(thrown));
    if (step) setDraft({ ...final, step: steps.indexOf(step) });
  };
  const finish = async (final: SetupDraft) => {
    const thrown = await onFinish(final, pins.pin);
    if (thrown) fail(thrown, final);
  };
  const forward = (part: Partial<SetupDraft> = {}) => {
    const next = { ...draft, ...part };
    const found = missingIn(name, next, pins);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    if (draft.step === lastStep) void finish(next);
    else go({ ...next, step: draft.step + 1 });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    forward();
  };
  const skip = name === "printer" ? () => forward({ printer: null }) : undefined;

  return (
    <div className="su">
      <header className="su-top">
        <span className="acc">
          <Mark />
        </span>
        <b className="t17 w6">Mostrador</b>
        <span className="grow" />
        <span className="t13 i3" hidden={joins}>
          {t("setup.step", { step: draft.step + 1, of: steps.length })}
        </span>
        <span className="su-bar" aria-hidden="true">
          {steps.map((step, index) => (
            <i key={step} className={index <= draft.step ? "on" : ""} />
          ))}
        </span>
      </header>
      <main className="su-form">
        {joins ? (
          <JoinHeadOffice onBack={() => setJoins(false)} />
        ) : (
          <form onSubmit={submit} noValidate>
            <div className="su-body scroll">
              <h1>{t(`setup.${name}.title`)}</h1>
              <p className="su-text">{t(`setup.${name}.text`)}</p>
              {failure && (
                <Note tone="da" icon="alert">
                  {failure}
                </Note>
              )}
              {name === "language" && (
                <LanguageStep value={draft.language} onValue={(language) => change({ language })} />
              )}
              {name === "country" && (
                <CountryStep
                  value={draft.country}
                  countries={countries}
                  onValue={(country) => change({ country })}
                />
              )}
              {name === "shop" && (
                <ShopStep draft={draft} countries={countries} problems={problems} onChange={change} />
              )}
              {name === "owner" && (
                <OwnerStep
                  draft={draft}
                  pins={pins}
                  problems={problems}
                  onChange={change}
                  onPins={(next) => {
                    setProblems({});
                    setPins(next);
                  }}
                />
              )}
              {name === "printer" && (
                <PrinterStep profile={draft.printer} onProfile={(printer) => change({ printer })} />
              )}
              {name === "start" && <StartStep value={draft.start} onValue={(start) => change({ start })} />}
            </div>
            <footer className="su-foot">
              {draft.step > 0 && (
                <Button
                  kind="quiet"
                  size="l"
                  icon="left"
                  onClick={() => go({ ...draft, step: draft.step - 1 })}
                >
                  {t("common.back")}
                </Button>
              )}
              <span className="grow" />
              {draft.step <= 1 && (
                <Button kind="quiet" size="l" icon="cloud" onClick={() => setJoins(true)}>
                  {t("setup.join.offer")}
                </Button>
              )}
              {skip && (
                <Button kind="quiet" size="l" onClick={skip}>
                  {t("common.skip")}
                </Button>
              )}
              <Button kind="primary" size="l" submit working={working} keyHint="Enter">
                {draft.step === lastStep ? t(working ? "setup.finishing" : "setup.finish") : t("common.next")}
              </Button>
            </footer>
          </form>
        )}
      </main>
    </div>
  );
}
