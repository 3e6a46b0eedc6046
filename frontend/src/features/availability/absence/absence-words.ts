import type {
  Absence,
  AbsencePreview,
  CallOutcome,
  DisplacedAppointment,
  DisplacedState,
  DisplacedStep,
} from "../../../api";
import { isProblem } from "../../../problems";
import {
  addDays,
  dayKey,
  dayRange,
  hour,
  type Instant,
  instantAt,
  longDay,
  millis,
  minuteOfDay,
  relativeHour,
} from "../../../time";

/** What was tried for an appointment, or said of a call. */
export const DISPLACED_STEP: Record<DisplacedStep, string> = {
  replacement_not_free: "Le remplaçant n’est pas libre à cette heure",
  given_to_replacement: "Donné au remplaçant, même heure",
  practice_full: "Rien de libre au cabinet",
  moved_in_practice: "Déplacé chez un confrère du cabinet",
  network_asked: "Le réseau est sollicité",
  nobody_to_ask: "Rien d’autre à essayer\u00a0: à appeler",
  replacement_withdrew: "Le remplaçant s’est désisté",
  new_professional_away: "Le confrère qui le recevait est absent à son tour",
  moved_back: "Revenu à son heure d’avant",
  old_hour_taken: "Reste déplacé\u00a0: l’heure d’avant n’est plus libre",
  called_already: "Reste déplacé\u00a0: la personne a déjà été appelée",
  moved_by_hand: "Déplacé à la main",
  no_answer: "Appelé, sans réponse",
  told: "Prévenu",
  agreed: "Nouvel horaire convenu avec la personne",
  cancelled_by_person: "Annulé par la personne",
  kept: "Gardé",
  absence_ended: "L’absence est annulée",
  new_time_cancelled: "Le nouvel horaire est annulé",
  closed: "La demande suit son cours",
};

/** What to do about it, or what became of it. */
export const DISPLACED_STATE: Record<DisplacedState, string> = {
  to_replace: "On cherche une place",
  in_dispatch: "Le réseau est sollicité",
  to_call: "À appeler",
  placed: "À prévenir",
  told: "Prévenu",
  cancelled_by_person: "Annulé par la personne",
  kept: "Gardé",
  closed: "Suivi ailleurs",
};

/** What one says after a call. */
export const CALL_OUTCOME: Record<CallOutcome, string> = {
  told: "Prévenu",
  no_answer: "Pas de réponse",
  cancelled_by_person: "Annulé par la personne",
  kept: "Gardé malgré l’absence",
};

const TO_CALL: ReadonlySet<DisplacedState> = new Set(["to_call", "placed"]);
const SEARCHED: ReadonlySet<DisplacedState> = new Set(["to_replace", "in_dispatch"]);

/** In the order of what is to be done: call, then wait, then what is over. */
export function inOrderToDo(rows: readonly DisplacedAppointment[]) {
  return {
    toCall: rows.filter(({ state }) => TO_CALL.has(state)),
    searched: rows.filter(({ state }) => SEARCHED.has(state)),
    settled: rows.filter(({ state }) => !TO_CALL.has(state) && !SEARCHED.has(state)),
  };
}

/**
 * `23 – 27 novembre` for whole days, `lundi 23 novembre, 9:00 – 12:00`; over a night, both days and hours;
 * `N’exerce plus ici depuis lundi 23 novembre` for who left.
 */
export function absenceSpan({
  starts_at,
  ends_at,
  has_left,
}: Pick<Absence, "starts_at" | "ends_at" | "has_left">): string {
  if (has_left) return `N’exerce plus ici depuis ${longDay(starts_at)}`;
  const last = millis(ends_at) - 1;
  const whole = hour(starts_at) === "0:00" && hour(ends_at) === "0:00";
  const day = longDay(starts_at);
  if (dayKey(starts_at) === dayKey(last)) {
    return whole ? day : `${day}, ${hour(starts_at)} – ${endHour(ends_at)}`;
  }
  if (whole) return dayRange(starts_at, last);
  return `${day}, ${hour(starts_at)} – ${longDay(last)}, ${endHour(ends_at)}`;
}

/** Midnight ends the day before. */
function endHour(endsAt: Instant): string {
  return hour(endsAt) === "0:00" ? "24:00" : hour(endsAt);
}

/** `5 personnes à appeler, 2 en recherche`; null when nothing is left to do. */
export function leftWord({
  to_call,
  waiting,
}: Pick<Absence, "to_call" | "waiting">): string | null {
  const parts = [
    to_call > 0 && `${to_call} ${to_call > 1 ? "personnes" : "personne"} à appeler`,
    waiting > 0 && `${waiting} en recherche`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : null;
}

/** The same of several absences together: `18 personnes à appeler, 2 en recherche`. */
export function leftOfAll(absences: readonly Pick<Absence, "to_call" | "waiting">[]) {
  return leftWord({
    to_call: absences.reduce((sum, { to_call }) => sum + to_call, 0),
    waiting: absences.reduce((sum, { waiting }) => sum + waiting, 0),
  });
}

/** `5 rendez-vous et 2 ouvertures à l’intérieur`. */
export function previewWord({ appointments_inside, openings_inside }: AbsencePreview): string {
  const openings = `${openings_inside} ${openings_inside > 1 ? "ouvertures" : "ouverture"}`;
  const appointments =
    appointments_inside === 0 ? "Aucun rendez-vous" : `${appointments_inside} rendez-vous`;
  return openings_inside === 0
    ? `${appointments} à l’intérieur`
    : `${appointments} et ${openings} à l’intérieur`;
}

/** `Dr Marc Vidal, mer. 10:20`: where the person goes now. */
export function newTimeWord({ new_appointment }: DisplacedAppointment, now: number): string | null {
  if (!new_appointment) return null;
  return `${new_appointment.professional.name}, ${relativeHour(new_appointment.starts_at, now)}`;
}

/** The instants of an absence from its first to its last day, both whole; of one day by hours when given. */
export function instants(
  first: string,
  last: string,
  hours: { from: string; to: string } | null,
): { starts_at: string; ends_at: string } | null {
  if (!first || !last) return null;
  if (hours === null)
    return { starts_at: instantAt(first, "00:00"), ends_at: instantAt(addDays(last, 1), "00:00") };
  if (!hours.from || !hours.to) return null;
  return {
    starts_at: instantAt(first, hours.from),
    ends_at:
      hours.to === "24:00" ? instantAt(addDays(last, 1), "00:00") : instantAt(last, hours.to),
  };
}

/** The contrary of `instants`: what the form shows of a stretch of time. */
export function formOf({ starts_at, ends_at }: { starts_at: string; ends_at: string }) {
  const midnight = minuteOfDay(ends_at) === 0;
  const whole = midnight && minuteOfDay(starts_at) === 0;
  const wall = (instant: string) => hour(instant).padStart(5, "0");
  return {
    first: dayKey(starts_at),
    last: dayKey(millis(ends_at) - 1),
    hours: whole ? null : { from: wall(starts_at), to: midnight ? "24:00" : wall(ends_at) },
  };
}

/** What is wrong with the time of an absence, as the server refused it; null when it is something else. */
export function timesRefusal(error: unknown): string | null {
  if (!isProblem(error)) return null;
  const refused = error.errors?.find(({ pointer }) => /_at$/.test(pointer));
  if (!refused) return null;
  if (refused.message.includes("past"))
    return "Ce temps est passé. Choisissez un jour ou une heure à venir.";
  return refused.message.includes("after")
    ? "La fin vient avant le début. Corrigez l’une ou l’autre."
    : "Une absence dure un an au plus. Raccourcissez-la, ou fermez vos plages pour de bon.";
}
