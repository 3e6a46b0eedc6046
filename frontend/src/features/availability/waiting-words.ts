import type { NoShowFollowUp, WaitingEntry, WaitingScope } from "../../api";
import { appointmentTime, type Instant, relativeHour } from "../../time";

/** Whom an earlier time may be with. */
export const WAITING_SCOPE: Record<WaitingScope, string> = {
  same_professional: "Avec le même professionnel",
  anyone: "Ou un autre de la même spécialité",
};

/** What happens next to who waits: "2 propositions encore", "Rien avant demain 10:48". */
export function waitingWord(entry: WaitingEntry, now: number): string {
  const { proposals_left: left, proposals_made: made, next_proposal_from: from } = entry;
  const again = left === 1 ? "1 proposition encore" : `${left} propositions encore`;
  if (from) return `${again}, pas avant ${relativeHour(from, now)}`;
  return made === 0 ? "Rien ne s’est encore libéré" : again;
}

/** By how much an earlier time is earlier: "3 jours plus tôt", "4 h plus tôt". */
export function gainWord(at: Instant, instead: Instant): string {
  const hours = Math.round((Date.parse(String(instead)) - Date.parse(String(at))) / 3_600_000);
  const days = Math.round(hours / 24);
  if (days >= 2) return `${days} jours plus tôt`;
  return `${Math.max(1, hours)}\u00a0h plus tôt`;
}

/** "2e absence en 6 mois", with what it means; nothing for a first one. */
export function absencesWord({ no_shows: count, confirm_by_phone }: NoShowFollowUp): string | null {
  if (count < 2) return null;
  return confirm_by_phone
    ? `${count}e absence récente : confirmer le prochain rendez-vous par téléphone`
    : `${count}e absence récente`;
}

/** "Appelée 1 fois sans réponse, mar. 24 à 10:12". */
export function callsWord(follow: NoShowFollowUp, now: number): string | null {
  if (follow.calls === 0 || !follow.last_call_at) return null;
  const times = follow.calls === 1 ? "1 appel" : `${follow.calls} appels`;
  return `${times} sans réponse, le dernier ${appointmentTime(follow.last_call_at, now)}`;
}
