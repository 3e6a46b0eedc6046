import type { OrganisationChecker, OrganisationPage } from "../../../api";
import { numericDate } from "../../../time";

/** Who found the page of a structure right. */
export const ORGANISATION_CHECKER: Record<OrganisationChecker, string> = {
  structure: "la structure",
  coordination: "la coordination",
};

/** `Vérifié le 12/11/2026 par la coordination`, `Jamais vérifié`. */
export function checkedWords({ checked_on, checked_by }: OrganisationPage): string {
  if (checked_on === null || checked_by === null) return "Jamais vérifié";
  return `Vérifié le ${numericDate(checked_on)} par ${ORGANISATION_CHECKER[checked_by]}`;
}
