/** The height of an hour in the week, for those who draw in it and those who point at it. */
export const PX_PER_HOUR = 61;

/** Pixels of a length of time. */
export function pxOf(minutes: number): number {
  return (minutes * PX_PER_HOUR) / 60;
}
