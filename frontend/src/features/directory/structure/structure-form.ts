import type { OrganisationPage, OrganisationPageInput, ProfessionalSummary } from "../../../api";
import { phoneWords } from "../../../figures";
import {
  type Faults,
  faultsOfLine,
  faultsOfWeek,
  type Line,
  lineOf,
  timesOf,
  weekHours,
  weekOf,
} from "./week-form";

/** The page of a structure while somebody writes it. */

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

/** What the page says now. `phone` is left empty for a place that is reached by the 15. */
export function draftOf(page: OrganisationPage): Draft {
  return {
    version: page.version,
    phone: page.instruction === "call_15" ? "" : page.phone ? phoneWords(page.phone) : "",
    week: weekOf(page.hours),
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
  return {
    phone: draft.phone.trim() || null,
    hours: weekHours(draft.week),
    exceptions: draft.different.map(({ from, to, lines }) => ({
      from_day: from,
      to_day: to,
      spans: lines.map(timesOf),
    })),
    member_ids: draft.members.map(({ id }) => id),
  };
}

/** What is not filled yet; whether hours make sense, the server says. */
export function faultsOf(draft: Draft): Faults {
  const faults = faultsOfWeek(draft.week);
  for (const [at, days] of draft.different.entries()) {
    if (days.from === "") faults[`exceptions.${at}.from_day`] = "Un jour.";
    if (days.to === "") faults[`exceptions.${at}.to_day`] = "Un jour.";
    for (const [which, line] of days.lines.entries())
      Object.assign(faults, faultsOfLine(line, `exceptions.${at}.spans.${which}`));
  }
  return faults;
}
