import type {
  AgendaOccurrence,
  Appointment,
  Closure,
  NthOfMonth,
  Opening,
  Practice,
} from "../../api";
import { duration, type Instant, millis } from "../../time";
import { CLOSURE_REASON, NEED_SHORT } from "../../words";

const NAMED_NEEDS = 2;

/** What an opening is for, in a word or two: "SNP", "Vidéo", "Dermato"; or whom one replaces in it. */
export function openingTitle({ kind, modes, needs, replaces_name }: Opening): string {
  if (replaces_name) return `Remplace ${replaces_name}`;
  if (kind === "range") return "Sans rendez-vous";
  if (modes.every((mode) => mode === "video")) return "Vidéo";
  if (modes.every((mode) => mode === "home_visit")) return "Visites";
  if (needs.length === 0 || needs.length > NAMED_NEEDS) return "SNP";
  return needs.map((need) => NEED_SHORT[need]).join(", ");
}

/** `2 libres`, `complet`, `passé`. */
export function freeWord({ free, ends_at }: AgendaOccurrence, now: Instant): string {
  if (millis(ends_at) <= millis(now)) return "passé";
  if (free === 0) return "complet";
  return free > 1 ? `${free} libres` : "1 libre";
}

/** `2 inscrits sur 6 places`. */
export function placesWord({ taken, opening }: AgendaOccurrence): string {
  const people = taken > 1 ? `${taken} inscrits` : `${taken} inscrit`;
  return `${people} sur ${opening.capacity} ${opening.capacity > 1 ? "places" : "place"}`;
}

/** `2 prises sur 6`. */
export function takenWord({ taken, opening }: AgendaOccurrence): string {
  return `${taken} ${taken > 1 ? "prises" : "prise"} sur ${opening.capacity}`;
}

/** `Fermé, formation`, or `Fermé` when nothing more is to be said. */
export function closureTitle({ reason }: Closure): string {
  return reason === "other" ? "Fermé" : `Fermé, ${CLOSURE_REASON[reason].toLocaleLowerCase("fr")}`;
}

/** `2 rendez-vous restent dedans`; null when there is none. */
export function insideWord(appointments: number): string | null {
  if (appointments === 0) return null;
  return appointments > 1
    ? `${appointments} rendez-vous restent dedans`
    : "1 rendez-vous reste dedans";
}

/** `4 min`, the time that a slot is still kept. */
export function heldFor(until: Instant | null, now: Instant): string | null {
  return until === null ? null : duration(Math.max(0, millis(until) - millis(now)));
}

/** Who learns that an appointment moves, and who must be told by whom moves it. */
export function toldWord({ case_id }: Pick<Appointment, "case_id">): string {
  return case_id
    ? "La structure qui a demandé est prévenue. Convenez de l’heure avec la personne\u00a0: Maillage ne l’appelle pas."
    : "Convenez de l’heure avec la personne\u00a0: Maillage ne la prévient pas.";
}

/** What a place of practice is called. */
export function practiceWord({ name, address_line, commune_name }: Practice): string {
  return name ?? address_line ?? commune_name;
}

export const WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/** Which of the Mondays of a month. */
export const NTH_OF_MONTH: Record<NthOfMonth, string> = {
  first: "1er",
  second: "2e",
  third: "3e",
  fourth: "4e",
  fifth: "5e",
  last: "Dernier",
};
