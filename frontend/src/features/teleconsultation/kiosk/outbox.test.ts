import { describe, expect, it } from "vitest";
import type { KioskEventResult, KioskEventResults, KioskNext } from "../../../api";
import { batch, newOutbox, type Outbox, queued, settled } from "./outbox";

const AT = "2026-11-24T09:45:00Z";

function holding(count: number): Outbox {
  let outbox = newOutbox("first");
  for (let it = 0; it < count; it += 1) {
    outbox = queued(outbox, { id: `e${it}`, kind: "check_in", occurred_at: AT });
  }
  return outbox;
}

function answer(
  next: number,
  ...results: [sequence: number, next: KioskNext][]
): KioskEventResults {
  return {
    received_at: AT,
    skew_seconds: 0,
    next_sequence: next,
    results: results.map(([sequence, then]) => ({ sequence, next: then }) as KioskEventResult),
  };
}

const numbers = (outbox: Outbox) => batch(outbox).map(({ sequence }) => sequence);

describe("the outbox of a kiosk", () => {
  it("numbers what happened from 1 and without a gap", () => {
    expect(numbers(holding(3))).toEqual([1, 2, 3]);
    expect(holding(3).next).toBe(4);
  });

  it("sends at most a hundred at once", () => {
    expect(batch(holding(130))).toHaveLength(100);
  });

  it("is rid of what is settled, be it overtaken or refused", () => {
    const left = settled(holding(3), answer(3, [1, "go_on"], [2, "show_state"]), "second");
    expect(numbers(left)).toEqual([3]);
    expect(numbers(settled(left, answer(4, [3, "ask_assistant"]), "second"))).toEqual([]);
  });

  it("keeps what the server wants again", () => {
    const again = "resend_from_next_sequence";
    const left = settled(holding(2), answer(1, [1, again], [2, again]), "second");
    expect([left.id, numbers(left)]).toEqual(["first", [1, 2]]);
  });

  it("drops nothing when the server lost what came before: it begins under a new name", () => {
    const rest = settled(holding(3), answer(3, [1, "go_on"], [2, "go_on"]), "second");
    const left = settled(rest, answer(1, [3, "resend_from_next_sequence"]), "second");
    expect([left.id, left.next, numbers(left)]).toEqual(["second", 2, [1]]);
    expect(batch(left).map(({ id }) => id)).toEqual(["e2"]);
  });
});
