import { Popover } from "@base-ui/react/popover";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatIsoDay, formatMonth, moveDay, moveMonth, weekdays, weeksOf } from "../shared/format/dates";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";

type MonthProps = { day: string; today: string; onDay: (day: string) => void };

function Month({ day, today, onDay }: MonthProps) {
  const { t, i18n } = useTranslation();
  const [month, setMonth] = useState(day);
  return (
    <>
      <div className="row cal-hd">
        <Button
          kind="quiet"
          icon="left"
          aria-label={t("receipts.previousMonth")}
          onClick={() => setMonth(moveMonth(month, -1))}
        />
        <b className="grow w6" aria-live="polite">
          {formatMonth(month, i18n.language)}
        </b>
        <Button
          kind="quiet"
          icon="right"
          aria-label={t("receipts.followingMonth")}
          disabled={month.slice(0, 7) >= today.slice(0, 7)}
          onClick={() => setMonth(moveMonth(month, 1))}
        />
      </div>
      <div className="cal" aria-hidden="true">
        {weekdays(i18n.language).map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <div className="cal">
        {weeksOf(month).flatMap((week, row) =>
          week.map((date, column) =>
            date ? (
              <button
                key={date}
                type="button"
                aria-label={formatIsoDay(date, i18n.language)}
                aria-pressed={date === day}
                className={date === day ? "on" : ""}
                disabled={date > today}
                onClick={() => onDay(date)}
              >
                {Number(date.slice(8))}
              </button>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: an empty place in a month is its position
              <span key={`${row}-${column}`} />
            ),
          ),
        )}
      </div>
    </>
  );
}

type Props = { day: string; today: string; onDay: (day: string) => void };

export function DayPicker({ day, today, onDay }: Props) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const pick = (next: string) => {
    setOpen(false);
    onDay(next);
  };
  const date = formatIsoDay(day, i18n.language);
  const label = day === today ? `${t("common.today")}, ${date}` : date;
  return (
    <div className="day">
      <Button icon="left" aria-label={t("receipts.previous")} onClick={() => onDay(moveDay(day, -1))} />
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger className="btn day-now" aria-label={`${t("receipts.calendar")}: ${label}`}>
          <Icon name="calendar" />
          <span className="el">{label}</span>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className="pop-pos" sideOffset={6} align="end">
            <Popover.Popup className="pop cal-pop" aria-label={t("receipts.calendar")}>
              <Month day={day} today={today} onDay={pick} />
              <div className="row cal-ft">
                <Button kind="quiet" onClick={() => pick(today)}>
                  {t("common.today")}
                </Button>
              </div>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      <Button
        icon="right"
        aria-label={t("receipts.following")}
        disabled={day >= today}
        onClick={() => onDay(moveDay(day, 1))}
      />
    </div>
  );
}
