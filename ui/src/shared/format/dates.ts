/** Instants are shown on the shop's clock, in 24 hours, whatever this computer's zone is. */

function zoned(language: string, timeZone: string | undefined, options: Intl.DateTimeFormatOptions) {
  try {
    return new Intl.DateTimeFormat(language, { ...options, ...(timeZone ? { timeZone } : {}) });
  } catch {
    // A zone this engine does not know: better the computer's hour than none.
    return new Intl.DateTimeFormat(language, options);
  }
}

export function formatTime(ms: number, language: string, zone?: string): string {
  return zoned(language, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);
}

export function formatDay(ms: number, language: string, zone?: string): string {
  const day = zoned(language, zone, { weekday: "long", day: "numeric", month: "long" }).format(ms);
  return language.startsWith("es") ? day.replace(",", "") : day;
}

export function formatDateTime(ms: number, language: string, zone?: string): string {
  const day = zoned(language, zone, { day: "numeric", month: "short", year: "numeric" }).format(ms);
  return `${day}, ${formatTime(ms, language, zone)}`;
}

const sizes = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "3 hours ago", in the largest unit that is full; less than a minute is now. Days are counted by 24 hours, so none is called yesterday. */
export function formatAgo(ms: number, now: number, language: string): string {
  const past = Math.max(0, now - ms);
  const [unit, size] = sizes.find(([, size]) => past >= size) ?? ["second", Number.POSITIVE_INFINITY];
  const whole = Math.floor(past / size);
  const numeric = whole === 0 ? "auto" : "always";
  return new Intl.RelativeTimeFormat(language, { numeric }).format(-whole, unit);
}

/** "2026-11-14" moved by whole days. */
export function moveDay(iso: string, days: number): string {
  const date = new Date(`${iso}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Short, because it stands in a button between two others. */
export function formatIsoDay(iso: string, language: string): string {
  const options = { weekday: "short", day: "numeric", month: "short" } as const;
  const day = zoned(language, "UTC", options).format(Date.parse(`${iso}T12:00:00Z`));
  return language.startsWith("es") ? day.replace(",", "") : day;
}

/** "27 de noviembre de 2008": of any year. */
export function formatIsoDate(iso: string, language: string): string {
  return zoned(language, "UTC", { dateStyle: "long" }).format(Date.parse(`${iso}T12:00:00Z`));
}

/** "27 nov 2008". */
export function formatShortDate(iso: string, language: string): string {
  const options = { day: "numeric", month: "short", year: "numeric" } as const;
  return zoned(language, "UTC", options).format(Date.parse(`${iso}T12:00:00Z`));
}

export function formatMonth(iso: string, language: string): string {
  const date = Date.parse(`${iso.slice(0, 7)}-15T12:00:00Z`);
  return zoned(language, "UTC", { month: "long", year: "numeric" }).format(date);
}

/** The days of a month in weeks that begin on Monday; empty places before the first and after the last. */
export function weeksOf(iso: string): (string | null)[][] {
  const month = iso.slice(0, 7);
  const first = new Date(`${month}-01T12:00:00Z`);
  const before = (first.getUTCDay() + 6) % 7;
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const days: (string | null)[] = Array.from({ length: before }, () => null);
  for (let day = 1; day <= last; day += 1) days.push(`${month}-${String(day).padStart(2, "0")}`);
  while (days.length % 7 !== 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}

export function moveMonth(iso: string, months: number): string {
  const date = new Date(`${iso.slice(0, 7)}-15T12:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

/** Monday to Sunday, one letter or two each. */
export function weekdays(language: string): string[] {
  const format = zoned(language, "UTC", { weekday: "short" });
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day, 12)).slice(0, 2));
}
