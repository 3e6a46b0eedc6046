import type { WeeklyHours } from "../../api";

/** Hours while they are typed: a time that says nothing yet is empty. `key` tells lines apart. */
export type Band = WeeklyHours & { key: number };

export const WEEKDAYS = [
  "Lundi",
  "Mardi",
  "Mercredi",
  "Jeudi",
  "Vendredi",
  "Samedi",
  "Dimanche",
  "Jours fériés",
] as const;

const MONDAY = 1;
const FRIDAY = 5;

/** What is wrong with a line: said as soon as both of its times are. */
export function bandError(band: Band, all: readonly Band[]): string | null {
  if (!band.from_time || !band.to_time) return null;
  if (band.to_time <= band.from_time) return "La fin vient après le début.";
  const overlaps = all.some(
    (other) =>
      other.key < band.key &&
      other.weekday === band.weekday &&
      other.from_time < band.to_time &&
      band.from_time < other.to_time,
  );
  return overlaps ? "Ces heures en recouvrent d’autres du même jour." : null;
}

/** The hours as they are sent, in the order of the week; null while something is missing or wrong. */
export function hoursOf(bands: readonly Band[]): WeeklyHours[] | null {
  const whole = bands.every((band) => band.from_time && band.to_time && !bandError(band, bands));
  if (!whole) return null;
  return bands
    .map(({ weekday, from_time, to_time }) => ({ weekday, from_time, to_time }))
    .sort(
      (one, other) => one.weekday - other.weekday || one.from_time.localeCompare(other.from_time),
    );
}

/** Tuesday to Friday as Monday; the weekend and the public holidays stay. */
export function likeMonday(bands: readonly Band[]): Band[] {
  const monday = bands.filter((band) => band.weekday === MONDAY);
  const others = bands.filter((band) => band.weekday === MONDAY || band.weekday > FRIDAY);
  let key = nextKey(bands);
  const copies = Array.from({ length: FRIDAY - MONDAY }, (_, day) =>
    monday.map((band) => ({ ...band, weekday: MONDAY + 1 + day, key: key++ })),
  );
  return [...others, ...copies.flat()];
}

/** A key that no line has. */
export function nextKey(bands: readonly Band[]): number {
  return Math.max(-1, ...bands.map((band) => band.key)) + 1;
}
