import type { AttendingDoctorCapacity, AttendingDoctorCapacityInput } from "../../api";
import { dayRange, numericDate } from "../../time";

/** What a doctor says of the months to come, as it stands on screen; `month`: from which on (`2026-12`). */
export type Draft = {
  month: string;
  quota: number;
  home_visits: boolean;
  sectors: string[];
  pause_from: string | null;
  pause_to: string | null;
  in_six_months: number | null;
};

/** What holds for the next month; of who has said nothing yet, for this one: nobody is proposed to them. */
export function draftOf(capacity: AttendingDoctorCapacity): Draft {
  const { home_visits, sectors, pause_from, pause_to, in_six_months } = capacity;
  const { month, quota } = capacity.version === 0 ? capacity.this_month : capacity.next_month;
  return { month, quota, home_visits, sectors, pause_from, pause_to, in_six_months };
}

/** The places of a month: changing the month shows what was said of it. */
export function placesIn(capacity: AttendingDoctorCapacity, month: string): number {
  const { this_month: current, next_month: next } = capacity;
  return month === current.month ? current.quota : next.quota;
}

/** What is sent. */
export function inputOf(draft: Draft): AttendingDoctorCapacityInput {
  return { ...draft };
}

/** "24 décembre–2 janvier", "à partir du 24/12/2026". */
export function pauseWords({ pause_from: from, pause_to: to }: Draft): string {
  if (!from) return "aucune prévue";
  return to ? dayRange(`${from}T12:00:00Z`, `${to}T12:00:00Z`) : `à partir du ${numericDate(from)}`;
}
