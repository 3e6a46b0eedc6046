import { useEffect, useRef, useState } from "react";
import type { Case } from "../../api";
import { type Horizon, horizon } from "./board-words";

/** Where a row stands on screen. */
export type Place = { id: string; group: Horizon };

export type Settled = {
  /** The rows in the order in which they are read, with what is newest of each. */
  rows: { row: Case; group: Horizon }[];
  /** How many would come, go or move if the order were the newest. */
  moved: number;
};

/** Where the rows would stand now. */
export function placesOf(rows: readonly Case[], now: number): Place[] {
  return rows.map((row) => ({ id: row.id, group: horizon(row, now) }));
}

/** The length of the longest run that keeps its order: all the others have passed somebody. */
function inOrder(ranks: readonly number[]): number {
  const longest: number[] = [];
  for (const [index, rank] of ranks.entries()) {
    const before = longest.filter((_, earlier) => (ranks[earlier] ?? 0) < rank);
    longest[index] = 1 + Math.max(0, ...before);
  }
  return Math.max(0, ...longest);
}

/** How many rows come, go, change group or pass another one from one order to the other. */
export function movesBetween(before: readonly Place[], after: readonly Place[]): number {
  const was = new Map(before.map(({ id, group }, rank) => [id, { group, rank }]));
  const kept = after.filter(({ id }) => was.has(id));
  const gone = before.length - kept.length;
  const come = after.length - kept.length;
  const ranks = kept.flatMap(({ id, group }) => {
    const place = was.get(id);
    return place?.group === group ? [place.rank] : [];
  });
  const elsewhere = kept.length - ranks.length;
  return gone + come + elsewhere + ranks.length - inOrder(ranks);
}

/** The rows as they are being read: the content is new, the order is the one on screen. */
export function settle(shown: readonly Place[], known: ReadonlyMap<string, Case>, after: Place[]) {
  const rows = shown.flatMap(({ id, group }) => {
    const row = known.get(id);
    return row ? [{ row, group }] : [];
  });
  return { rows, moved: movesBetween(shown, after) } satisfies Settled;
}

/**
 * Keeps the board still while it is being read: rows take the newest content where they are, and
 * change place only when `free` (no pointer, no keyboard on them) or when asked.
 *
 * @param key what is listed: another list takes its own order at once
 */
export function useSettled(rows: readonly Case[], key: string, free: boolean, now: number) {
  const [shown, setShown] = useState<{ key: string; places: Place[] }>({ key, places: [] });
  const known = useRef(new Map<string, Case>());
  const after = placesOf(rows, now);
  for (const row of rows) known.current.set(row.id, row);
  const moved = movesBetween(shown.places, after);
  const takeNew = shown.key !== key || shown.places.length === 0 || free;

  useEffect(() => {
    if (takeNew && (moved > 0 || shown.key !== key)) setShown({ key, places: after });
  }, [takeNew, moved, shown.key, key, after]);

  return {
    ...settle(takeNew ? after : shown.places, known.current, after),
    refresh: () => setShown({ key, places: after }),
  };
}

const FADE_MS = 1_300;

/** The rows whose version has just changed, for as long as their background fades. */
export function useChanged(rows: readonly Case[]): ReadonlySet<string> {
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const versions = useRef<Map<string, number> | null>(null);
  useEffect(() => {
    const before = versions.current;
    versions.current = new Map(rows.map(({ id, version }) => [id, version]));
    if (!before) return;
    const found = rows.filter(({ id, version }) => before.has(id) && before.get(id) !== version);
    if (found.length > 0) setChanged(new Set(found.map(({ id }) => id)));
  }, [rows]);
  useEffect(() => {
    if (changed.size === 0) return;
    const timer = setTimeout(() => setChanged(new Set()), FADE_MS);
    return () => clearTimeout(timer);
  }, [changed]);
  return changed;
}
