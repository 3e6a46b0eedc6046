import type { Membership, Volunteering } from "../../api";
import { daysBetween, type Instant, longDay, millis, relativeHour } from "../../time";
import type { Shape } from "../../ui/StatusShape";

export const VOLUNTEERING: Record<keyof Volunteering, string> = {
  unscheduled_care: "Soins non programmés",
  attending_doctor: "Nouveaux patients, en médecin traitant",
  death_certification: "Constatations de décès",
  teleconsultation: "Téléconsultations",
  training_supervision: "Encadrer des stages",
};

/** What one who practises nowhere is asked for: deaths alone. */
export const WITHOUT_PRACTICE: (keyof Volunteering)[] = ["death_certification"];

export type ReachableWord = { shape: Shape; word: string };

/** Whether one may be asked, and until when: "Joignable jusqu’à 20:00", "En pause jusqu’à demain 8:00". */
export function reachableWord(known: Membership, now: Instant): ReachableWord {
  const until = known.reachable_until;
  const words = until === null ? "" : ` jusqu’à ${relativeHour(until, now)}`;
  if (known.reachable) {
    // Beyond a day it says nothing of today.
    const soon = until !== null && daysBetween(now, until) < 2;
    return { shape: "open", word: `Joignable${soon ? words : ""}` };
  }
  if (isToCome(known.absent_until, now)) {
    return { shape: "pause", word: `Absence jusqu’au ${longDay(known.absent_until)}` };
  }
  if (isToCome(known.not_before, now)) return { shape: "pause", word: `En pause${words}` };
  return { shape: "pause", word: `Heures calmes${words}` };
}

/** Is this pause still running? */
export function isToCome(instant: string | null, now: Instant): instant is string {
  return instant !== null && millis(instant) > millis(now);
}
