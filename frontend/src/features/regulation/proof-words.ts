import type { AppointmentOrigin } from "../../api";

/** Where an appointment comes from, as the proof says it. */
export const APPOINTMENT_FROM: Record<AppointmentOrigin | "sas", string> = {
  sas: "régulation du SAS",
  regulation: "régulation, hors plateforme SAS",
  unscheduled_care: "demandes de soins non programmés",
  direct: "directs",
  second_opinion: "avis entre confrères",
  hospital_discharge: "visites après une sortie d’hôpital",
  teleconsultation: "téléconsultations assistées",
};

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
