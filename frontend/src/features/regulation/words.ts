import type { AvailabilityDayState, AvailabilityEntry, AvailabilitySlot } from "../../api";
import { distance } from "../../figures";
import {
  day,
  hour,
  hourToTheSecond,
  type Instant,
  instantAt,
  millis,
  relativeHour,
} from "../../time";
import { CARE_MODE } from "../../words";

/** Why a day has no time, in one word; nothing when it has some. */
export const DAY_STATE: Record<AvailabilityDayState, string> = {
  free: "",
  full: "complet",
  over: "terminé",
  closed: "fermé",
  absent: "absence",
};

const TITLES = ["Aujourd’hui", "Demain", "Après-demain"];

/** `Aujourd’hui`, then the days of the week. */
export function dayTitle(place: number, key: string): string {
  return TITLES[place] ?? day(instantAt(key, "12:00"));
}

/** `mar. 24 · 22 libres`. */
export function dayDetail(key: string, free: number): string {
  return `${day(instantAt(key, "12:00"))} · ${free === 0 ? "rien de libre" : `${free} libre${free > 1 ? "s" : ""}`}`;
}

/** `Moulin-Vert · 900 m`, and until when somebody away is so. */
export function placeLine(entry: AvailabilityEntry): string {
  const parts = [entry.sector ?? entry.commune_name];
  if (entry.distance_km !== null) parts.push(distance(entry.distance_km));
  if (entry.absent_until !== null) parts.push(`en absence jusqu’au ${day(entry.absent_until)}`);
  return parts.join(" · ");
}

/** `14 professionnels`. */
export function totalWords(total: number): string {
  return total === 1 ? "1 professionnel" : `${total} professionnels`;
}

/** `relu à 10:42:08`. */
export function readAt(at: Instant): string {
  return `relu à ${hourToTheSecond(at)}`;
}

/** `dispositif SAS ouvert jusqu’à 20:00`. */
export function regulationHours(
  until: string | null,
  from: string | null,
  now: Instant,
): string | null {
  if (until !== null) return `dispositif SAS ouvert jusqu’à ${hour(until)}`;
  return from === null ? null : `dispositif SAS fermé, ouvre ${relativeHour(from, now)}`;
}

/** `6 places sur 16`, `16 places` while nobody took one. */
export function placesWords(left: number, places: number): string {
  if (left >= places) return left === 1 ? "1 place" : `${left} places`;
  return `${left} place${left > 1 ? "s" : ""} sur ${places}`;
}

type Timed = Pick<AvailabilitySlot, "starts_at" | "ends_at" | "modes">;

function lasts({ starts_at, ends_at }: Timed): number {
  return Math.round((millis(ends_at) - millis(starts_at)) / 60_000);
}

function modesWord({ modes }: Timed): string {
  return modes.map((mode) => CARE_MODE[mode].toLowerCase()).join(", ");
}

/** `15 min`, `vidéo`: what tells a time from those of the day that start with it; null when it is alone. */
export function apartWords(slot: Timed, day: readonly Timed[]): string | null {
  const together = day.filter(({ starts_at }) => starts_at === slot.starts_at);
  const parts = [
    together.some((other) => lasts(other) !== lasts(slot)) && `${lasts(slot)}\u00a0min`,
    together.some((other) => modesWord(other) !== modesWord(slot)) && modesWord(slot),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : null;
}
