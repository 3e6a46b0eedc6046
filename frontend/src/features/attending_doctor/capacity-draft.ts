import type { AttendingDoctorCapacity, AttendingDoctorCapacityInput } from "../../api";

/** What a doctor says of the months to come, as it stands on screen. */
export type Draft = {
  quota: number;
  home_visits: boolean;
  sectors: string[];
  pause_from: string | null;
  pause_to: string | null;
  in_six_months: number | null;
};

/** The next month as it was declared, else as this one. */
export function draftOf(capacity: AttendingDoctorCapacity): Draft {
  const { next_month, home_visits, sectors, pause_from, pause_to, in_six_months } = capacity;
  return { quota: next_month.quota, home_visits, sectors, pause_from, pause_to, in_six_months };
}

/** What is sent: the quota holds from `month` (`2026-12`) on. */
export function inputOf(draft: Draft, month: string): AttendingDoctorCapacityInput {
  return { ...draft, month };
}
