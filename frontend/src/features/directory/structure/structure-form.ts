import type { OrganisationPage, OrganisationPageInput, ProfessionalSummary } from "../../../api";
import { phoneWords } from "../../../figures";
import {
  type DifferentDays,
  differentOf,
  exceptionsOf,
  type Faults,
  faultsOfDifferent,
  faultsOfWeek,
  type Line,
  weekHours,
  weekOf,
} from "../../../ui/week-form";

/** The page of a structure while somebody writes it. */

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
    different: differentOf(page.exceptions),
    members: page.members,
  };
}

/** The draft as the server takes it; its hours are in the order of the week. */
export function inputOf(draft: Draft): OrganisationPageInput {
  return {
    phone: draft.phone.trim() || null,
    hours: weekHours(draft.week),
    exceptions: exceptionsOf(draft.different),
    member_ids: draft.members.map(({ id }) => id),
  };
}

/** What is not filled yet; whether hours make sense, the server says. */
export function faultsOf(draft: Draft): Faults {
  return { ...faultsOfWeek(draft.week), ...faultsOfDifferent(draft.different) };
}
