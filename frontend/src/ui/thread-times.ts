import { day, dayKey, daysBetween, hour } from "../time";

export type ColumnTime = {
  /** In the time column. Empty when the day is the one already said above. */
  time: string;
  /** The hour, told with the detail when the column already holds the day. */
  detail: string;
};

/**
 * What the time column says, entry by entry: the hour for today, the day for another day (said once),
 * with its hour beside the detail.
 */
export function columnTimes(
  entries: readonly { at?: string | null; timeLabel?: string }[],
  now: number,
): ColumnTime[] {
  let said = "";
  return entries.map(({ at, timeLabel }) => {
    if (!at || timeLabel !== undefined) return { time: timeLabel ?? "", detail: "" };
    const key = dayKey(at);
    if (key === dayKey(now)) {
      said = key;
      return { time: hour(at), detail: "" };
    }
    const time = key === said ? "" : daysBetween(now, at) === 1 ? "demain" : day(at);
    said = key;
    return { time, detail: hour(at) };
  });
}
