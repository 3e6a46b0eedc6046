import { useSyncExternalStore } from "react";

/** How a page keeps itself fresh: told by the stream, or, while there is none, reading again by itself. */

const POLL_MS = 12_000;
/** With the stream: a net under it, should a change ever not be told. */
const NET_MS = 5 * 60_000;

let told = false;
const listeners = new Set<() => void>();

/** The stream stands (pages are told what changes), or not (they must look). */
export function setTold(stands: boolean): void {
  told = stands;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether what is on screen is as of now, since the page would have been told otherwise. */
export function useTold(): boolean {
  return useSyncExternalStore(subscribe, () => told);
}

/**
 * To spread into the options of a query that others change: read again when the stream says so and when
 * the page becomes visible; by itself only while there is no stream. What was read stays meanwhile.
 *
 * @param pollMs how often it is read without the stream, in milliseconds
 */
export function liveOrEach(pollMs: number) {
  return {
    refetchInterval: () => (told ? NET_MS : pollMs),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: "always",
  } as const;
}

/** The usual pace without the stream: every twelve seconds. */
export const live = liveOrEach(POLL_MS);
