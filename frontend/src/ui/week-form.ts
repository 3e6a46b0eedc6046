import type { DaySpan, HoursException, WeeklyHours } from "../api";
import { DAYS } from "./days";

/** The hours of a place while somebody writes them. */

/** From and to, on the wall clock: `08:30`; empty while what is typed is no time. */
export type Line = { id: string; from: string; to: string };

/** Days whose hours are others than those of the week. */
export type DifferentDays = {
  id: string;
  from: string;
  to: string;
  /** Open at these hours; none is closed. */
  lines: Line[];
};

/** Field, as the server points at it (`hours.2.to_time`) -> what to do. */
export type Faults = Record<string, string>;

/** A line to fill. */
export function emptyLine(from = "", to = ""): Line {
  return { id: crypto.randomUUID(), from, to };
}

/** Copies have an id of their own: they are other fields. */
export function copied(lines: Line[]): Line[] {
  return lines.map(({ from, to }) => emptyLine(from, to));
}

export const lineOf = ({ from_time, to_time }: DaySpan): Line => emptyLine(from_time, to_time);
export const timesOf = ({ from, to }: Line): DaySpan => ({ from_time: from, to_time: to });

/** The lines of each day, Monday first, public holidays last. */
export function weekOf(hours: WeeklyHours[]): Line[][] {
  return DAYS.map((_, at) => hours.filter((band) => band.weekday === at + 1).map(lineOf));
}

/** The hours as the server takes them, in the order of the week. */
export function weekHours(week: Line[][]): WeeklyHours[] {
  return week.flatMap((lines, at) => lines.map((line) => ({ weekday: at + 1, ...timesOf(line) })));
}

/** Where the hours of a day begin among all of them: `hours.N` of its first line. */
export function firstOf(week: Line[][], day: number): number {
  return week.slice(0, day).reduce((sum, lines) => sum + lines.length, 0);
}

/** The times of a line that are not filled yet, pointed at under `at`. */
export function faultsOfLine({ from, to }: Line, at: string): Faults {
  return {
    ...(from === "" ? { [`${at}.from_time`]: "Une heure." } : {}),
    ...(to === "" ? { [`${at}.to_time`]: "Une heure." } : {}),
  };
}

/** The same of a whole week; whether its hours make sense, the server says. */
export function faultsOfWeek(week: Line[][]): Faults {
  return Object.assign({}, ...week.flat().map((line, at) => faultsOfLine(line, `hours.${at}`)));
}

/** Days that are different, to write. */
export function differentOf(exceptions: HoursException[]): DifferentDays[] {
  return exceptions.map(({ from_day, to_day, spans }) => ({
    id: crypto.randomUUID(),
    from: from_day,
    to: to_day,
    lines: spans.map(lineOf),
  }));
}

/** The same as the server takes them. */
export function exceptionsOf(different: DifferentDays[]): HoursException[] {
  return different.map(({ from, to, lines }) => ({
    from_day: from,
    to_day: to,
    spans: lines.map(timesOf),
  }));
}

/** What is not filled yet of different days; whether they make sense, the server says. */
export function faultsOfDifferent(different: DifferentDays[]): Faults {
  const faults: Faults = {};
  for (const [at, days] of different.entries()) {
    if (days.from === "") faults[`exceptions.${at}.from_day`] = "Un jour.";
    if (days.to === "") faults[`exceptions.${at}.to_day`] = "Un jour.";
    for (const [which, line] of days.lines.entries())
      Object.assign(faults, faultsOfLine(line, `exceptions.${at}.spans.${which}`));
  }
  return faults;
}
