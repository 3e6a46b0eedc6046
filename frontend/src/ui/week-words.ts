import type { HoursException } from "../api";
import { instantAt, longDay, wallHour } from "../time";

/** `mardi 24 novembre : 9:00–12:00`, `du mardi 24 novembre au vendredi 27 novembre : fermé`. */
export function exceptionWords({ from_day, to_day, spans }: HoursException): string {
  const named = (day: string) => longDay(instantAt(day, "12:00"));
  const days = from_day === to_day ? named(from_day) : `du ${named(from_day)} au ${named(to_day)}`;
  const hours = spans
    .map(({ from_time, to_time }) => `${wallHour(from_time)}–${wallHour(to_time)}`)
    .join(", ");
  return `${days}\u00a0: ${hours || "fermé"}`;
}
