import type { OpenState } from "../../../api";
import { atHour, type Instant, relativeHour } from "../../../time";

/** Can one go or call there now, by its hours or because it is on duty? */
export function isOpen(state: OpenState): boolean {
  return state.is_open || state.on_duty_until !== null;
}

/** `ouvert jusqu’à 19:30`, `de garde jusqu’à demain 8:00`, `fermé, ouvre demain à 9:00`. */
export function openWords(state: OpenState, now: Instant): string {
  if (state.on_duty_until !== null)
    return `de garde jusqu’à ${relativeHour(state.on_duty_until, now)}`;
  if (state.is_open) {
    return state.open_until === null
      ? "ouvert jour et nuit"
      : `ouvert jusqu’à ${relativeHour(state.open_until, now)}`;
  }
  return state.opens_at === null ? "fermé" : `fermé, ouvre ${atHour(state.opens_at, now)}`;
}
