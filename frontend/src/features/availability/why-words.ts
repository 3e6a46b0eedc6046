import type { TimeCause, TimeExplanation } from "../../api";
import { atHour, type Instant, relativeHour } from "../../time";

const CAUSE: Record<TimeCause, string> = {
  past: "Cette heure est passée.",
  no_opening: "Rien n’est ouvert à cette heure.",
  holiday: "Fermé\u00a0: c’est un jour férié.",
  day_cancelled: "Cette plage ne se tient pas ce jour-là.",
  closed: "Fermé à cette heure.",
  absent: "Absence ce jour-là.",
  taken: "Un rendez-vous est pris.",
  elsewhere: "Occupé dans un autre agenda.",
  held: "Gardé pour quelqu’un qui remplit une demande.",
  buffer: "Trop près d’un autre rendez-vous\u00a0: une pause les sépare.",
  quota_reached: "Le nombre de rendez-vous de la journée est atteint.",
  too_soon: "Trop tôt\u00a0: le délai minimal n’est pas passé.",
  too_far: "Trop loin\u00a0: ces créneaux ne se prennent pas encore.",
  off_grid: "Entre deux créneaux\u00a0: rien ne commence à cette heure.",
  audience: "Ouvert, mais pas pour vous.",
  need: "Ouvert, mais pas pour ce besoin.",
  mode: "Ouvert, mais pas de cette façon.",
};

/** Why a time is not free, in one sentence, with the hour that helps. */
export function whyWord(told: TimeExplanation, now: Instant): string {
  const { cause, holiday, from_at, until_at } = told;
  if (cause === null) return "Ce créneau est libre.";
  if (cause === "holiday" && holiday) return `Fermé\u00a0: ${holiday}, jour férié.`;
  if (cause === "held" && until_at)
    return `Gardé pour quelqu’un jusqu’à ${relativeHour(until_at, now)}.`;
  if (cause === "too_soon" && from_at)
    return `Trop tôt\u00a0: à prendre ${atHour(from_at, now)} au plus tôt.`;
  if (cause === "too_far" && from_at)
    return `Trop loin\u00a0: à prendre à partir de ${relativeHour(from_at, now)}.`;
  if ((cause === "closed" || cause === "absent") && until_at)
    return `${cause === "absent" ? "Absence" : "Fermé"} jusqu’à ${relativeHour(until_at, now)}.`;
  return CAUSE[cause];
}

/** The next time that is free. */
export function nextWord({ cause, next_free }: TimeExplanation, now: Instant): string {
  if (cause === null) return "";
  return next_free
    ? `Prochain créneau libre\u00a0: ${relativeHour(next_free.starts_at, now)}.`
    : "Aucun créneau libre dans les 31 jours qui suivent.";
}
