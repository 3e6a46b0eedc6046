import type { Agenda, AgendaOccurrence, Opening } from "../../../api";
import { isProblem, problemSentence } from "../../../problems";
import { dayKey, hour, instantAt, longDay, minuteOfDay, wallHour } from "../../../time";
import { openingTitle, WEEKDAYS } from "../agenda-words";
import { refusedFields, weekdayOf } from "../opening-form";
import { wallTime } from "./acts";
import type { Stretch } from "./geometry";

/** `mardi 24 novembre`, of a day of the calendar. */
export function dayWord(day: string): string {
  return longDay(instantAt(day, "12:00"));
}

/** `9:00 à 12:00`. */
export function hoursWord({ from, to }: Pick<Stretch, "from" | "to">): string {
  return `${wallHour(wallTime(from))} à ${wallHour(wallTime(to))}`;
}

/** `mardi 24 novembre, 9:00 à 12:00`. */
export function placeWord(at: Stretch, days: string[]): string {
  return `${dayWord(days[at.column] ?? "")}, ${hoursWord(at)}`;
}

/** `Tous les mardis`, or `Chaque fois` when it does not come back each week. */
export function everyWord(opening: Opening | null, day: string): string {
  const each = opening === null || (opening.every_weeks === 1 && opening.nth_of_month.length === 0);
  return each ? `Tous les ${WEEKDAYS[weekdayOf(day) - 1]}s` : "Chaque fois";
}

/** `2 rendez-vous restent à leur heure`; null when all that was taken is still inside. */
export function leftOutside(
  { slots }: AgendaOccurrence,
  at: Stretch,
  days: string[],
): string | null {
  const outside = slots.filter(({ appointment_id, starts_at, ends_at }) => {
    if (appointment_id === null) return false;
    const elsewhere = dayKey(starts_at) !== days[at.column];
    return elsewhere || minuteOfDay(starts_at) < at.from || minuteOfDay(ends_at) > at.to;
  }).length;
  if (outside === 0) return null;
  return outside > 1
    ? `${outside} rendez-vous restent à leur heure`
    : "1 rendez-vous reste à son heure";
}

/** Why it was refused, and what stands now. Nothing was changed. */
export function refusalWord(error: unknown, agenda: Agenda): string {
  if (!isProblem(error)) return problemSentence(error);
  if (error.type === "opening_overlaps") {
    const other = agenda.occurrences.find(({ opening }) => opening.id === error.related_id);
    if (!other) return "Vous seriez à deux endroits à la fois. Rien n’a été changé.";
    const where = `${openingTitle(other.opening)}, de ${hour(other.starts_at)} à ${hour(other.ends_at)}`;
    return `Vous seriez à deux endroits à la fois\u00a0: ${where}. Rien n’a été changé.`;
  }
  if (error.type === "stale_version") {
    return "Cette plage vient d’être changée ailleurs\u00a0: la voici à jour. Votre changement est gardé.";
  }
  if (error.type === "not_found") return "Cette plage n’existe plus. Rien n’a été changé.";
  const field = Object.values(refusedFields(error) ?? {})[0];
  return field ?? problemSentence(error);
}

/** Why an appointment was not moved: it stands where it was. */
export function movedRefusalWord(error: unknown): string {
  if (!isProblem(error)) return problemSentence(error);
  switch (error.type) {
    case "slot_taken":
      return "Ce créneau vient d’être pris.";
    case "stale_version":
    case "illegal_transition":
    case "not_found":
      return "Il a changé entre-temps\u00a0: le voici à jour.";
    case "invalid_input":
      return "Ce créneau ne se prend plus pour ce rendez-vous.";
    default:
      return problemSentence(error);
  }
}

/** The keys of the editor. */
export const KEYS = [
  ["← ↑ ↓ →", "Aller d’une heure ou d’une plage à l’autre"],
  ["Entrée", "Ouvrir du temps à cette heure, ou changer la plage"],
  ["Maj + flèches", "Déplacer la plage, ou le rendez-vous vers un créneau libre"],
  ["+ et −", "Allonger, raccourcir (ou Alt + ↓ ↑)"],
  ["Suppr", "Fermer la plage"],
  ["Échap", "Laisser comme c’était"],
  ["?", "Cette aide"],
] as const;
