import { useSyncExternalStore } from "react";

/**
 * The server's clock, as this page knows it, and the single ticker behind every countdown.
 * A deadline is computed from `due_at` and this clock, never from a count kept in the browser.
 */

export type Pace = "second" | "quarter-minute";

const PERIOD: Record<Pace, number> = { second: 1_000, "quarter-minute": 15_000 };

let offset = 0;
let timer: ReturnType<typeof setInterval> | undefined;
let timerPeriod = 0;
const listeners: Record<Pace, Set<() => void>> = {
  second: new Set(),
  "quarter-minute": new Set(),
};
const shown: Record<Pace, number> = { second: 0, "quarter-minute": 0 };

/** The instant on the server, in milliseconds since the epoch. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** The server's instant of something that the device dated. */
export function onServer(deviceTime: number): number {
  return deviceTime + offset;
}

/** Learns how far the device's clock is from the server's, from the `Date` header of an answer. */
export function learnServerTime(dateHeader: string | null): void {
  const said = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  if (Number.isNaN(said)) return;
  const found = said - Date.now();
  // The header is cut to the second and travels: only a real difference is worth a correction.
  if (Math.abs(found - offset) < 2_000) return;
  offset = found;
  refresh(true);
}

function refresh(everything: boolean): void {
  const now = serverNow();
  for (const pace of ["second", "quarter-minute"] as const) {
    if (!everything && now - shown[pace] < PERIOD[pace] - 50) continue;
    shown[pace] = now;
    for (const listener of listeners[pace]) listener();
  }
}

function keepTicking(): void {
  const period = listeners.second.size > 0 ? PERIOD.second : PERIOD["quarter-minute"];
  const wanted = listeners.second.size + listeners["quarter-minute"].size > 0 ? period : 0;
  if (wanted === timerPeriod) return;
  clearInterval(timer);
  timerPeriod = wanted;
  if (wanted > 0) timer = setInterval(() => refresh(false), wanted);
}

function onReturn(): void {
  if (document.visibilityState === "visible") refresh(true);
}

function subscribe(pace: Pace, listener: () => void): () => void {
  const first = listeners.second.size + listeners["quarter-minute"].size === 0;
  if (first) document.addEventListener("visibilitychange", onReturn);
  listeners[pace].add(listener);
  keepTicking();
  return () => {
    listeners[pace].delete(listener);
    keepTicking();
    if (timerPeriod === 0) document.removeEventListener("visibilitychange", onReturn);
  };
}

function snapshot(pace: Pace): number {
  // Nobody has been listening: what was shown last is old, read the clock again.
  if (serverNow() - shown[pace] > PERIOD[pace] + 1_000) shown[pace] = serverNow();
  return shown[pace];
}

const subscribeTo: Record<Pace, (listener: () => void) => () => void> = {
  second: (listener) => subscribe("second", listener),
  "quarter-minute": (listener) => subscribe("quarter-minute", listener),
};
const snapshotOf: Record<Pace, () => number> = {
  second: () => snapshot("second"),
  "quarter-minute": () => snapshot("quarter-minute"),
};

/** The server's instant, refreshed every 15 s, or every second for a slot that is being kept. */
export function useServerNow(pace: Pace = "quarter-minute"): number {
  return useSyncExternalStore(subscribeTo[pace], snapshotOf[pace]);
}
