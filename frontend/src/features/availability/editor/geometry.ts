/** Where things are in a week, and where a drag or a key takes them. Pure: minutes and columns, no pixels. */

/** Minutes since midnight on the wall clock, in one column. */
export type Stretch = { column: number; from: number; to: number };

/** What is held: the whole, or one of its ends. */
export type Grip = "body" | "start" | "end";

/** The columns and the minutes that are shown, and the shortest that a stretch may be. */
export type Bounds = { columns: number; from: number; to: number; shortest: number };

/** Minutes that a drag, or a key, goes by; and the finer ones, with Alt. */
export const STEP = 15;
export const FINE_STEP = 5;
/** An opening that is not drawn, only asked for at a place. */
export const USUAL_LENGTH = 60;
/** The keyboard goes over empty time by half-hours. */
const CELL = 30;

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function snapped(minute: number, step: number): number {
  return Math.round(minute / step) * step;
}

/** A new stretch from where the press began to where it is now, whichever comes first. */
export function drawn(
  column: number,
  anchor: number,
  minute: number,
  step: number,
  bounds: Bounds,
): Stretch {
  const start = clamp(Math.floor(anchor / step) * step, bounds.from, bounds.to - bounds.shortest);
  const end = clamp(snapped(minute, step), bounds.from, bounds.to);
  if (end < start) return { column, from: Math.min(end, start - bounds.shortest), to: start };
  return { column, from: start, to: Math.max(end, start + bounds.shortest) };
}

/**
 * A stretch taken by its body or one of its ends, so many minutes and columns away. Its length stays when
 * it is moved; an end never crosses the other.
 */
export function dragged(
  origin: Stretch,
  grip: Grip,
  by: { minutes: number; columns: number },
  step: number,
  bounds: Bounds,
): Stretch {
  const { column, from, to } = origin;
  if (grip === "body") {
    const start = by.minutes === 0 ? from : snapped(from + by.minutes, step);
    const kept = Math.max(bounds.from, Math.min(start, bounds.to - (to - from)));
    return {
      column: clamp(column + by.columns, 0, bounds.columns - 1),
      from: kept,
      to: kept + to - from,
    };
  }
  if (by.minutes === 0) return origin;
  if (grip === "start") {
    const start = snapped(from + by.minutes, step);
    return {
      column,
      from: clamp(start, bounds.from, Math.max(bounds.from, to - bounds.shortest)),
      to,
    };
  }
  const end = snapped(to + by.minutes, step);
  return { column, from, to: clamp(end, Math.min(bounds.to, from + bounds.shortest), bounds.to) };
}

/** Are these the same place and length? */
export function same(one: Stretch, other: Stretch): boolean {
  return one.column === other.column && one.from === other.from && one.to === other.to;
}

/** What the keyboard stands on: an opening, or empty time that could become one. */
export type Spot = Stretch & { block: string | null };

export type Placed = { id: string; from: number; to: number };

export type Direction = "up" | "down" | "left" | "right";

/** What lies at a minute of a column: the opening there, else empty time until the next one. */
export function spotAt(column: number, minute: number, blocks: Placed[], bounds: Bounds): Spot {
  const at = clamp(minute, bounds.from, bounds.to - 1);
  const over = blocks
    .filter(({ from, to }) => from <= at && at < to)
    .sort((one, other) => other.from - one.from || one.to - other.to)[0];
  if (over) return { column, from: over.from, to: over.to, block: over.id };
  const since = Math.max(
    Math.floor(at / CELL) * CELL,
    ...blocks.map(({ to }) => to).filter((to) => to <= at),
  );
  const until = blocks.map(({ from }) => from).filter((from) => from > at);
  return {
    column,
    from: clamp(since, bounds.from, bounds.to),
    to: Math.min(bounds.to, since + USUAL_LENGTH, ...until),
    block: null,
  };
}

/** The first empty time of a column from a minute on; the last opening of the day when there is none. */
export function emptyFrom(column: number, minute: number, blocks: Placed[], bounds: Bounds): Spot {
  let spot = spotAt(column, minute, blocks, bounds);
  while (spot.block !== null && spot.to < bounds.to) spot = spotAt(column, spot.to, blocks, bounds);
  return spot;
}

/** What lies in an opening, by its hours: the appointments that were taken in it. */
function inside(around: Placed, blocks: Placed[]): Placed[] {
  return blocks
    .filter(({ id, from, to }) => id !== around.id && from >= around.from && to <= around.to)
    .sort((one, other) => one.from - other.from);
}

/** Up and down go through what lies in an opening, from its first appointment to its last. */
function within(spot: Spot, direction: Direction, blocks: Placed[]): Placed | undefined {
  const here = blocks.find(({ id }) => id === spot.block);
  if (!here) return undefined;
  const around = blocks.find((block) => inside(block, blocks).includes(here));
  if (direction === "down")
    return around
      ? inside(around, blocks).find(({ from }) => from >= here.to)
      : inside(here, blocks)[0];
  if (direction !== "up" || !around) return undefined;
  return inside(around, blocks).findLast(({ to }) => to <= here.from) ?? around;
}

/** The next thing in a direction; the same one at the edge of the week. */
export function nextSpot(
  spot: Spot,
  direction: Direction,
  blocksOf: (column: number) => Placed[],
  bounds: Bounds,
): Spot {
  const { column, from, to, block } = spot;
  const near = within(spot, direction, blocksOf(column));
  if (near) return { column, from: near.from, to: near.to, block: near.id };
  const aside = direction === "left" ? -1 : direction === "right" ? 1 : 0;
  const there = clamp(column + aside, 0, bounds.columns - 1);
  const over = blocksOf(column).filter((one) => one.from <= from && one.to >= to);
  const past = block === null ? Math.min(from + CELL, to) : Math.max(...over.map((one) => one.to));
  const minute = direction === "up" ? from - 1 : direction === "down" ? past : from;
  if (minute < bounds.from || minute >= bounds.to) return spot;
  if (aside !== 0 && there === column) return spot;
  return spotAt(there, minute, blocksOf(there), bounds);
}
