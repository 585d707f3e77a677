import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActKind, ActView, PersonActs } from "../api/generated";
import { useAsk } from "../api/queries";
import { DayPicker } from "../receipts/DayPicker";
import { moveDay } from "../shared/format/dates";
import { Button } from "../shared/parts/Button";
import { Segmented } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { Empty, Refused } from "../shared/parts/Small";
import { useShop } from "../shared/shop";

const kinds: ActKind[] = [
  "return",
  "discount",
  "price_change",
  "removed_line",
  "discarded_ticket",
  "no_sale",
  "cash_out",
  "approval",
  "corrected_tenders",
  "reprint",
];

/** Those whose amount says something. */
const worthless: ActKind[] = ["no_sale", "approval", "reprint"];

type Asked = { person: PersonActs; kind: ActKind };
type Days = { from: string; to: string };

function useHours(): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) => {
    const minutes = Math.round(ms / 60_000);
    return t("people.hours", {
      hours: Math.floor(minutes / 60),
      minutes: String(minutes % 60).padStart(2, "0"),
    });
  };
}

function Person({ person, onAsk }: { person: PersonActs; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const { money, time } = useShop();
  const hours = useHours();
  const done = kinds.flatMap((kind) => person.acts.filter((act) => act.kind === kind));
  return (
    <section className="panel ppl" aria-label={person.name}>
      <header className="row sp">
        <h2 className="t17 el grow">{person.name}</h2>
        <span className="t13 i2">
          {person.here_since_ms !== null && t("people.here", { time: time(person.here_since_ms) })}
          {person.here_since_ms === null && person.worked_ms > 0 && hours(person.worked_ms)}
        </span>
      </header>
      <div className="row sp t15">
        <span className="i2">{t("people.sales", { count: person.sales })}</span>
        <b className="num w6">{money(person.total)}</b>
      </div>
      {done.length === 0 && <p className="t13 i3">{t("people.nothing")}</p>}
      <ul className="bare">
        {done.map((act) => (
          <li key={act.kind}>
            <button type="button" className="ppl-a" onClick={() => onAsk({ person, kind: act.kind })}>
              <span className="grow">{t(`people.kinds.${act.kind}`)}</span>
              <span className="num i2">{act.count}</span>
              <span className="num ppl-m">{worthless.includes(act.kind) ? "" : money(act.amount)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function What({ act }: { act: ActView }) {
  const { t } = useTranslation();
  const said = [
    act.approved && t(`people.approved.${act.approved}`),
    act.minutes !== null && t("approval.minutes", { count: act.minutes }),
    act.text,
    act.granted_by && t("people.grantedBy", { name: act.granted_by }),
  ];
  return <>{said.filter(Boolean).join(" · ")}</>;
}

function Details({ asked, days, onClose }: { asked: Asked; days: Days; onClose: () => void }) {
  const { t } = useTranslation();
  const { money, dateTime } = useShop();
  const { person, kind } = asked;
  const found = useAsk("people.acts_of", { person: person.person, kind, ...days }, { fresh: true });
  return (
    <Dialog
      open
      onClose={onClose}
      icon="user"
      title={t(`people.kinds.${kind}`)}
      text={person.name}
      footer={
        <>
          <span className="grow" />
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      {found.error && <Refused thrown={found.error} />}
      <ul className="bare scroll ppl-d">
        {(found.data ?? []).map((act) => (
          <li key={`${act.at_ms} ${act.number} ${act.text} ${act.amount}`}>
            <span className="grow">
              <b className="w6 blk">{act.number ?? dateTime(act.at_ms)}</b>
              <span className="t13 i2 blk">
                {act.number && `${dateTime(act.at_ms)} `}
                <What act={act} />
              </span>
            </span>
            {!worthless.includes(kind) && <b className="num w6">{money(act.amount)}</b>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

type Span = "day" | "week" | "month";
const back: Record<Span, number> = { day: 0, week: -6, month: -29 };

/** What each person did, and where to look: it accuses nobody. */
export function People() {
  const { t } = useTranslation();
  const today = useShop().shop.business_date;
  const [day, setDay] = useState(today);
  const [span, setSpan] = useState<Span>("day");
  const [asked, setAsked] = useState<Asked | null>(null);
  const days = { from: moveDay(day, back[span]), to: day };
  const { data, error } = useAsk("people.acts", days, { fresh: true, keep: true });
  const spans = (["day", "week", "month"] as const).map((value) => ({
    value,
    label: t(`people.spans.${value}`),
  }));
  return (
    <>
      <div className="row ppl-bar">
        <DayPicker day={day} today={today} onDay={setDay} />
        <Segmented label={t("people.span")} value={span} options={spans} onValue={setSpan} />
      </div>
      {error && <Refused thrown={error} />}
      {data?.rows.length === 0 && <Empty icon="users" title={t("people.nobody")} />}
      <div className="ppls scroll">
        {data?.rows.map((person) => (
          <Person key={person.person} person={person} onAsk={setAsked} />
        ))}
      </div>
      {asked && <Details asked={asked} days={days} onClose={() => setAsked(null)} />}
    </>
  );
}
