import type { HoursException, OrganisationChecker, OrganisationPage } from "../../../api";
import { instantAt, longDay, numericDate, wallHour } from "../../../time";

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

/** `mardi 24 novembre : 9:00–12:00`, `du mardi 24 novembre au vendredi 27 novembre : fermé`. */
export function exceptionWords({ from_day, to_day, spans }: HoursException): string {
  const named = (day: string) => longDay(instantAt(day, "12:00"));
  const days = from_day === to_day ? named(from_day) : `du ${named(from_day)} au ${named(to_day)}`;
  const hours = spans
    .map(({ from_time, to_time }) => `${wallHour(from_time)}–${wallHour(to_time)}`)
    .join(", ");
  return `${days}\u00a0: ${hours || "fermé"}`;
}
