import type { AttendingDoctorLevel, AttendingDoctorTab } from "../../api";

/** What is shown of the waiting list, as the address of the page carries it. */
export type WaitingSearch = {
  onglet?: Exclude<AttendingDoctorTab, "waiting">;
  priorite?: AttendingDoctorLevel;
  secteur?: string;
  ald?: true;
  q?: string;
  /** The request whose panel is open. */
  demande?: string;
};

const TABS = ["proposed", "to_complete", "found"] as const;
const LEVELS = ["high", "medium", "ordinary"] as const;

const text = (given: unknown) => (typeof given === "string" && given ? given : undefined);

/** Whatever is in the address, made into a search; what is not understood is left out. */
export function readWaitingSearch(search: Record<string, unknown>): WaitingSearch {
  return {
    onglet: TABS.find((tab) => tab === search.onglet),
    priorite: LEVELS.find((level) => level === search.priorite),
    secteur: text(search.secteur),
    ald: search.ald === true || undefined,
    q: text(search.q),
    demande: text(search.demande),
  };
}
