import type { TimelineEntry, TimelineKind } from "../../api";

let count = 0;

/** A line of a timeline as the server tells it, for the tests of its words: nothing is said but the kind. */
export function entryOf(kind: TimelineKind, changes: Partial<TimelineEntry> = {}): TimelineEntry {
  count += 1;
  return {
    id: `e${count}`,
    at: "2026-11-24T10:28:00+01:00",
    kind,
    actor_name: null,
    professional_name: null,
    wave: null,
    waves: null,
    audience: null,
    asked: null,
    declined: null,
    lapsed: null,
    decline_reason: null,
    skip_reason: null,
    starts_at: null,
    ends_at: null,
    text: null,
    solution: null,
    previous_state: null,
    corrections: [],
    correction_reason: null,
    corrected_identity: [],
    unread: false,
    readings: [],
    discharge_need: null,
    ...changes,
  };
}
