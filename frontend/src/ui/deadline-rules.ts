import { duration, durationToTheSecond, hour, type Instant, millis } from "../time";

export type DeadlineKind = "answer" | "arrival" | "hold";
export type DeadlineLevel = "none" | "calm" | "soon" | "late" | "frozen";

export type DeadlineReading = {
  level: DeadlineLevel;
  /** What is said: `encore 12 min`, `retard 11 min`, `vers 11:10`, `gardé 4 min 40`. */
  text: string;
  /** Share of the delay still left, 0 to 1, or null when no bar is drawn. */
  share: number | null;
};

export type DeadlineFacts = {
  kind: DeadlineKind;
  dueAt: Instant;
  /** When the delay began; without it there is no bar and only the last ten minutes are "soon". */
  startedAt?: Instant | null;
  /** When a person paused the request; the clock stands still from then on. */
  pausedAt?: Instant | null;
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SOON_BELOW = 10 * MINUTE;
const SOON_SHARE = 0.25;

function shareLeft(facts: DeadlineFacts, at: number): number | null {
  if (facts.startedAt === undefined || facts.startedAt === null) return null;
  const whole = millis(facts.dueAt) - millis(facts.startedAt);
  if (whole <= 0) return null;
  return Math.min(1, Math.max(0, (millis(facts.dueAt) - at) / whole));
}

/**
 * Reads a deadline at an instant of the server's clock.
 *
 * Twenty-four hours or more: quiet, no bar. Below: a bar. Under a quarter of the delay or under ten
 * minutes: soon. Past: late, and the bar is full.
 */
export function readDeadline(facts: DeadlineFacts, now: number): DeadlineReading {
  const left = millis(facts.dueAt) - now;
  if (facts.pausedAt !== undefined && facts.pausedAt !== null) {
    const stood = Math.max(0, millis(facts.dueAt) - millis(facts.pausedAt));
    return { level: "frozen", text: `En pause, restait ${duration(stood)}`, share: null };
  }
  if (facts.kind === "arrival") {
    return { level: "calm", text: `vers ${hour(facts.dueAt)}`, share: null };
  }
  if (facts.kind === "hold") {
    if (left <= 0) return { level: "late", text: "n’est plus gardé", share: null };
    return {
      level: left < MINUTE ? "soon" : "calm",
      text: `gardé ${durationToTheSecond(left)}`,
      share: shareLeft(facts, now),
    };
  }
  if (left <= 0) {
    return { level: "late", text: `retard ${duration(Math.max(-left, MINUTE))}`, share: 1 };
  }
  const text = left < MINUTE ? duration(left) : `encore ${duration(left)}`;
  if (left >= DAY) return { level: "none", text, share: null };
  const share = shareLeft(facts, now);
  const soon = left < SOON_BELOW || (share !== null && share < SOON_SHARE);
  return { level: soon ? "soon" : "calm", text, share };
}
