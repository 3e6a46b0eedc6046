import type {
  DaySpan,
  OrganisationPage,
  OrganisationPageInput,
  ProfessionalSummary,
} from "../../../api";
import { DAYS } from "./days";

/** The page of a structure while somebody writes it. */

/** From and to, on the wall clock: `08:30`; empty while what is typed is no time. */
export type Line = { id: string; from: string; to: string };

export type DifferentDays = {
  id: string;
  from: string;
  to: string;
  /** Open at these hours; none is closed. */
  lines: Line[];
};

export type Draft = {
  /** The one that was read. */
  version: number;
  phone: string;
  /** Monday first, public holidays last. */
  week: Line[][];
  different: DifferentDays[];
  members: ProfessionalSummary[];
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

const lineOf = ({ from_time, to_time }: DaySpan): Line => emptyLine(from_time, to_time);

/** What the page says now. `phone` is left empty for a place that is reached by the 15. */
export function draftOf(page: OrganisationPage): Draft {
  return {
    version: page.version,
    phone: page.instruction === "call_15" ? "" : (page.phone ?? ""),
    week: DAYS.map((_, at) => page.hours.filter((band) => band.weekday === at + 1).map(lineOf)),
    different: page.exceptions.map(({ from_day, to_day, spans }) => ({
      id: crypto.randomUUID(),
      from: from_day,
      to: to_day,
      lines: spans.map(lineOf),
    })),
    members: page.members,
  };
}

/** The draft as the server takes it; its hours are in the order of the week. */
export function inputOf(draft: Draft): OrganisationPageInput {
  const times = ({ from, to }: Line) => ({ from_time: from, to_time: to });
  return {
    phone: draft.phone.trim() || null,
    hours: draft.week.flatMap((lines, at) =>
      lines.map((line) => ({ weekday: at + 1, ...times(line) })),
    ),
    exceptions: draft.different.map(({ from, to, lines }) => ({
      from_day: from,
      to_day: to,
      spans: lines.map(times),
    })),
    member_ids: draft.members.map(({ id }) => id),
  };
}

/** Where the hours of a day begin among all of them: `hours.N` of its first line. */
export function firstOf(week: Line[][], day: number): number {
  return week.slice(0, day).reduce((sum, lines) => sum + lines.length, 0);
}

/** What is not filled yet; whether hours make sense, the server says. */
export function faultsOf(draft: Draft): Faults {
  const faults: Faults = {};
  const missing = ({ from, to }: Line, at: string) => {
    if (from === "") faults[`${at}.from_time`] = "Une heure.";
    if (to === "") faults[`${at}.to_time`] = "Une heure.";
  };
  for (const [at, line] of draft.week.flat().entries()) missing(line, `hours.${at}`);
  for (const [at, days] of draft.different.entries()) {
    if (days.from === "") faults[`exceptions.${at}.from_day`] = "Un jour.";
    if (days.to === "") faults[`exceptions.${at}.to_day`] = "Un jour.";
    for (const [which, line] of days.lines.entries())
      missing(line, `exceptions.${at}.spans.${which}`);
  }
  return faults;
}
