/**
 * The only place that writes instants and lengths of time.
 *
 * An instant is an ISO 8601 text with its offset, as the API sends it; it is always shown in the
 * time zone of the territory, whatever the device says. An instant has a colon (`9:20`), a length
 * has a unit (`2 h 18`), so that they cannot be confused.
 */

export type Instant = string | number | Date;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NBSP = "\u00a0";
const MONTHS_PER_YEAR = 12;

let zone = "Europe/Paris";
let parts = partsFormatter();
let weekdayShort = textFormatter({ weekday: "short" });
let dayLong = textFormatter({ weekday: "long", day: "numeric", month: "long" });
let dayMonth = textFormatter({ day: "numeric", month: "short" });
let monthLong = textFormatter({ month: "long" });
let dayShort = textFormatter({ weekday: "short", day: "numeric", month: "short" });
const monthYear = new Intl.DateTimeFormat("fr-FR", {
  timeZone: "UTC",
  month: "long",
  year: "numeric",
});

function partsFormatter() {
  return new Intl.DateTimeFormat("fr-FR", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
}

function textFormatter(options: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat("fr-FR", { timeZone: zone, ...options });
}

/** Sets the zone of the territory, an IANA name such as `Europe/Paris` or `Indian/Reunion`. */
export function setTerritoryZone(name: string): void {
  // Said at each navigation, a key typed in a search among them: making a formatter costs a millisecond.
  if (name === zone) return;
  zone = name;
  lastRead.clear();
  parts = partsFormatter();
  weekdayShort = textFormatter({ weekday: "short" });
  dayLong = textFormatter({ weekday: "long", day: "numeric", month: "long" });
  dayMonth = textFormatter({ day: "numeric", month: "short" });
  monthLong = textFormatter({ month: "long" });
  dayShort = textFormatter({ weekday: "short", day: "numeric", month: "short" });
}

type Parts = Readonly<{ year: string; month: string; day: string; hour: number; minute: number }>;

const READ_KEPT = 1000;
/** The instants last read: a list drawn at each key writes the same hours, and `now` on every line. */
const lastRead = new Map<number, Parts>();

function read(instant: Instant): Parts {
  const at = new Date(instant).getTime();
  const known = lastRead.get(at);
  if (known) return known;
  const found: Record<string, string> = {};
  for (const part of parts.formatToParts(at)) found[part.type] = part.value;
  const fresh = {
    year: found.year ?? "",
    month: found.month ?? "",
    day: found.day ?? "",
    hour: Number(found.hour),
    minute: Number(found.minute),
  };
  if (lastRead.size >= READ_KEPT) lastRead.clear();
  lastRead.set(at, fresh);
  return fresh;
}

/**
 * The instant of a wall-clock time of the territory: day `2026-11-24`, time `14:30`. A time that a clock
 * change skips is the one an hour later.
 */
export function instantAt(day: string, time: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let found = wanted;
  for (let pass = 0; pass < 2; pass += 1) {
    const { year, month, day: dayOf, hour: hours, minute } = read(found);
    const shown = Date.UTC(Number(year), Number(month) - 1, Number(dayOf), hours, minute);
    found += wanted - shown;
  }
  return new Date(found).toISOString();
}

/** `1er juin`: a day that is too far for its name and number to say which. */
export function dayAndMonth(instant: Instant): string {
  return dayMonth.format(new Date(instant)).replace(/^1 /, "1er ");
}

/** Milliseconds since the epoch. */
export function millis(instant: Instant): number {
  return new Date(instant).getTime();
}

/** `9:20`, `11:05`. */
export function hour(instant: Instant): string {
  const { hour: hours, minute } = read(instant);
  return `${hours}:${String(minute).padStart(2, "0")}`;
}

/** `9:47:31`, for what must be told apart to the second. */
export function hourToTheSecond(instant: Instant): string {
  // Every zone in use is a whole number of minutes from UTC.
  return `${hour(instant)}:${String(new Date(instant).getUTCSeconds()).padStart(2, "0")}`;
}

/** Minutes since midnight, on the clock of the territory. */
export function minuteOfDay(instant: Instant): number {
  const { hour: hours, minute } = read(instant);
  return hours * 60 + minute;
}

/** The day in the territory, `2026-11-24`: a key to compare and group by, not to show. */
export function dayKey(instant: Instant): string {
  const { year, month, day: dayOfMonth } = read(instant);
  return `${year}-${month}-${dayOfMonth}`;
}

/** A time of the wall clock, `09:20` on the wire, as it is said: `9:20`. */
export function wallHour(time: string): string {
  return time.replace(/^0(?=\d)/, "");
}

/** `mar. 24`. */
export function day(instant: Instant): string {
  return `${weekdayShort.format(new Date(instant))}${NBSP}${dayOfMonth(instant)}`;
}

/** `mar.` */
export function weekday(instant: Instant): string {
  return weekdayShort.format(new Date(instant));
}

/** `24`. */
export function dayOfMonth(instant: Instant): string {
  return String(Number(read(instant).day));
}

/** `mardi 24 novembre`, `mardi 1er décembre`. */
export function longDay(instant: Instant): string {
  return dayLong.format(new Date(instant)).replace(/ 1 /, " 1er ");
}

/** `24/11/2026`, from an instant or from a plain date `2026-11-24`, which has no zone. */
export function numericDate(date: Instant): string {
  const key = typeof date === "string" && date.length === 10 ? date : dayKey(date);
  const [year, month, dayNumber] = key.split("-");
  return `${dayNumber}/${month}/${year}`;
}

/** The middle of a plain date `2026-11-24`, which is on that day in every territory: for what wants an instant. */
export function noonOf(date: string): string {
  return `${date}T12:00:00Z`;
}

/** `mars 2026`, from a plain date `2026-03-14`, which has no zone. */
export function monthAndYear(date: string): string {
  return monthYear.format(new Date(`${date}T12:00:00Z`));
}

/** Days from `now` to `instant` on the calendar of the territory: 0 today, 1 tomorrow, -1 yesterday. */
export function daysBetween(now: Instant, instant: Instant): number {
  return Math.round((Date.parse(dayKey(instant)) - Date.parse(dayKey(now))) / DAY);
}

/** `aujourd’hui`, `demain`, `hier`, else `mar. 24`. */
export function relativeDay(instant: Instant, now: Instant): string {
  switch (daysBetween(now, instant)) {
    case 0:
      return "aujourd’hui";
    case 1:
      return "demain";
    case -1:
      return "hier";
    default:
      return day(instant);
  }
}

/** `20:00` today, else `demain 8:00`, `hier 19:40`, `mar. 24, 8:00`. */
export function relativeHour(instant: Instant, now: Instant): string {
  const of = relativeDay(instant, now);
  if (of === "aujourd’hui") return hour(instant);
  return Math.abs(daysBetween(now, instant)) === 1
    ? `${of} ${hour(instant)}`
    : `${of}, ${hour(instant)}`;
}

/** `à 19:22` today, else `hier à 19:22`, `mar. 24 à 8:00`: for a sentence. */
export function atHour(instant: Instant, now: Instant): string {
  const of = relativeDay(instant, now);
  return of === "aujourd’hui" ? `à ${hour(instant)}` : `${of} à ${hour(instant)}`;
}

/** A day of the calendar so many days later: `2026-11-24` and -1 is `2026-11-23`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The Monday of the week that a day of the calendar is in. */
export function mondayOf(day: string): string {
  const afterMonday = (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -afterMonday);
}

const MORNING = "08:00";
const NIGHT_ENDS_AT = 5;

/** Eight o’clock once the night is over: tomorrow, or today for those still up before five. */
export function nextMorning(now: Instant): string {
  const today = dayKey(now);
  const late = read(now).hour < NIGHT_ENDS_AT;
  return instantAt(late ? today : addDays(today, 1), MORNING);
}

/** `9:20` today, `mer. 9:20` within the week, `mer. 9 déc. 9:20` beyond: what a button says. */
export function appointmentTime(instant: Instant, now: Instant): string {
  const days = daysBetween(now, instant);
  if (days === 0) return hour(instant);
  if (days > 0 && days < 7) return `${weekday(instant)}${NBSP}${hour(instant)}`;
  return `${dayShort.format(new Date(instant))} ${hour(instant)}`;
}

/** Whether an hour is too late for the wish, which is absolute. */
export function isAfterWish(at: Instant | null, wishedBefore: Instant | null): boolean {
  return at !== null && wishedBefore !== null && millis(at) >= millis(wishedBefore);
}

/** `23 – 28 novembre`, `30 novembre – 5 décembre`, `13 décembre` alone; the years of a whole one. */
export function dayRange(first: Instant, last: Instant): string {
  const start = read(first);
  const end = read(last);
  const years = start.year !== end.year && start.month === end.month;
  const number = (one: typeof start) => (Number(one.day) === 1 ? "1er" : `${Number(one.day)}`);
  const whole = (at: Instant, one: typeof start) =>
    `${number(one)}${NBSP}${monthLong.format(new Date(at))}${years ? `${NBSP}${one.year}` : ""}`;
  if (dayKey(first) === dayKey(last)) return whole(last, end);
  const from = !years && start.month === end.month ? number(start) : whole(first, start);
  return `${from} – ${whole(last, end)}`;
}

/**
 * A length of time in at most two units, never rounded up.
 *
 * @param ms milliseconds, not negative
 * @returns `moins d’une minute`, `12 min`, `2 h 18`, `1 j 4 h` (under three days), `6 j`
 */
export function duration(ms: number): string {
  if (ms < MINUTE) return "moins d’une minute";
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}${NBSP}min`;
  if (ms < DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    const hours = `${Math.floor(ms / HOUR)}${NBSP}h`;
    return minutes === 0 ? hours : `${hours}${NBSP}${String(minutes).padStart(2, "0")}`;
  }
  const days = `${Math.floor(ms / DAY)}${NBSP}j`;
  const hours = Math.floor((ms % DAY) / HOUR);
  return ms < 3 * DAY && hours > 0 ? `${days}${NBSP}${hours}${NBSP}h` : days;
}

/** The same to the second, for the few minutes that a slot is kept: `4 min 40`, `40 s`. */
export function durationToTheSecond(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}${NBSP}s`;
  return `${Math.floor(seconds / 60)}${NBSP}min${NBSP}${String(seconds % 60).padStart(2, "0")}`;
}

/** Whole years from a birth date (`2021-03-12`) to an instant, on the calendar of the territory. */
export function yearsOld(birthDate: string, now: Instant): number {
  const [birthYear = 0, birthMonth = 0, birthDay = 0] = birthDate.split("-").map(Number);
  const [year = 0, month = 0, today = 0] = dayKey(now).split("-").map(Number);
  const months = (year - birthYear) * MONTHS_PER_YEAR + month - birthMonth;
  return Math.floor((today < birthDay ? months - 1 : months) / MONTHS_PER_YEAR);
}
