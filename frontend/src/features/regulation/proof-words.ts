import type { AppointmentOrigin } from "../../api";

/** Where appointments come from, as the proof says it: of one, of several. */
const FROM: Record<AppointmentOrigin, readonly [string, string]> = {
  sas: ["régulation du SAS", "régulation du SAS"],
  regulation: ["régulation, hors plateforme SAS", "régulation, hors plateforme SAS"],
  unscheduled_care: ["demande de soins non programmés", "demandes de soins non programmés"],
  direct: ["direct", "directs"],
  second_opinion: ["avis entre confrères", "avis entre confrères"],
  hospital_discharge: ["visite après une sortie d’hôpital", "visites après une sortie d’hôpital"],
  teleconsultation: ["téléconsultation assistée", "téléconsultations assistées"],
};

/** `1 demande de soins non programmés`, `3 directs`. */
export function fromWords(origin: AppointmentOrigin, count: number): string {
  return `${count} ${FROM[origin][count > 1 ? 1 : 0]}`;
}

/** `12 h 30`, `0 h`. */
export function hoursWords(minutes: number): string {
  const rest = minutes % 60;
  const hours = `${Math.floor(minutes / 60)}\u00a0h`;
  return rest === 0 ? hours : `${hours}\u00a0${String(rest).padStart(2, "0")}`;
}

/** The month so many months later: `2026-01` and -1 is `2025-12`. */
export function otherMonth(month: string, by: number): string {
  const [year, number] = month.split("-").map(Number);
  const months = (year ?? 0) * 12 + (number ?? 1) - 1 + by;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
}
