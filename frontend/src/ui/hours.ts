import type { WeeklyHours } from "../api";
import { wallHour } from "../time";

const DAYS = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.", "fériés"] as const;

/** `lun. – ven. 20:00–24:00 · sam. – dim. 14:00–24:00`; empty when no hours are known. */
export function hoursWords(hours: WeeklyHours[]): string {
  const said: { days: string[]; words: string }[] = [];
  for (const [at, day] of DAYS.entries()) {
    const words = hours
      .filter((band) => band.weekday === at + 1)
      .map((band) => `${wallHour(band.from_time)}–${wallHour(band.to_time)}`)
      .join(", ");
    const last = said.at(-1);
    if (last && last.words === words && day !== "fériés") last.days.push(day);
    else said.push({ days: [day], words });
  }
  return said
    .filter(({ words }) => words !== "")
    .map(
      ({ days, words }) => `${days.length > 1 ? `${days[0]} – ${days.at(-1)}` : days[0]} ${words}`,
    )
    .join(" · ");
}
