import { describe, expect, it } from "vitest";
import type { Agenda, AgendaOccurrence, AgendaSlot, Appointment, Opening } from "../../../api";
import { nextSpot, type Placed } from "./geometry";
import { placeNear, placesFor, placeTowards } from "./places";

const DAYS = ["2026-11-24", "2026-11-25"];
const NOW = Date.parse("2026-11-24T06:00:00Z");
const appointment = {
  id: "a",
  need: "digestive",
  mode: "office",
  starts_at: "2026-11-24T08:00:00Z",
  ends_at: "2026-11-24T08:20:00Z",
} as Appointment;

function opening(changed: Partial<Opening> = {}): Opening {
  return { id: "o", kind: "slots", needs: [], modes: ["office"], ...changed } as Opening;
}
function slot(starts_at: string, state: AgendaSlot["state"] = "free"): AgendaSlot {
  const ends_at = new Date(Date.parse(starts_at) + 20 * 60_000).toISOString();
  return { slot_id: starts_at, starts_at, ends_at, state, held_until: null, appointment_id: null };
}
function places(...given: [Opening, AgendaSlot[]][]) {
  const occurrences = given.map(([of, slots]) => ({ opening: of, slots }) as AgendaOccurrence);
  return placesFor(appointment, { occurrences } as Agenda, DAYS, NOW);
}

describe("where an appointment may go", () => {
  it("is a slot that is free, to come, and takes its need and the way of being seen", () => {
    const found = places(
      [opening(), [slot("2026-11-24T09:00:00Z"), slot("2026-11-24T09:20:00Z", "held")]],
      [opening(), [slot("2026-11-24T05:00:00Z"), slot("2026-11-26T09:00:00Z")]],
      [opening({ modes: ["video"] }), [slot("2026-11-24T10:00:00Z")]],
      [opening({ needs: ["urinary"] }), [slot("2026-11-24T11:00:00Z")]],
      [opening({ needs: ["digestive"] }), [slot("2026-11-25T08:00:00Z")]],
      [opening({ kind: "range" }), [slot("2026-11-25T14:00:00Z")]],
    );
    expect(found.map(({ startsAt }) => startsAt)).toEqual([
      "2026-11-24T09:00:00Z",
      "2026-11-25T08:00:00Z",
    ]);
  });

  it("is the one under the pointer or beside it, else nowhere", () => {
    const found = places([opening(), [slot("2026-11-24T09:00:00Z"), slot("2026-11-24T09:20:00Z")]]);
    const at = (from: number, column = 0) => placeNear({ column, from, to: from + 20 }, found);
    expect(at(10 * 60 + 15)?.from).toBe(10 * 60 + 20);
    expect(at(9 * 60 + 30)?.from).toBe(10 * 60);
    expect(at(12 * 60)).toBeNull();
    expect(at(10 * 60, 1)).toBeNull();
  });

  it("is the next one of the day for up and down, of another day for left and right", () => {
    const found = places([
      opening(),
      [
        slot("2026-11-24T07:00:00Z"),
        slot("2026-11-24T09:00:00Z"),
        slot("2026-11-25T07:40:00Z"),
        slot("2026-11-25T12:00:00Z"),
      ],
    ]);
    const home = { column: 0, from: 9 * 60, to: 9 * 60 + 20 };
    expect(placeTowards(home, "up", found)?.from).toBe(8 * 60);
    expect(placeTowards(home, "down", found)?.from).toBe(10 * 60);
    expect(placeTowards(home, "right", found)).toMatchObject({ column: 1, from: 8 * 60 + 40 });
    expect(placeTowards(home, "left", found)).toBeNull();
  });
});

describe("the keyboard in an opening", () => {
  const blocks: Placed[] = [
    { id: "morning", from: 9 * 60, to: 12 * 60 },
    { id: "first", from: 9 * 60, to: 9 * 60 + 20 },
    { id: "last", from: 11 * 60, to: 11 * 60 + 20 },
  ];
  const bounds = { columns: 1, from: 8 * 60, to: 20 * 60, shortest: 20 };
  const go = (block: string, direction: "up" | "down") => {
    const { from, to } = blocks.find(({ id }) => id === block) ?? { from: 0, to: 0 };
    return nextSpot({ column: 0, from, to, block }, direction, () => blocks, bounds);
  };

  it("goes from the opening through its appointments, then past it", () => {
    expect(go("morning", "down").block).toBe("first");
    expect(go("first", "down").block).toBe("last");
    expect(go("last", "down")).toMatchObject({ block: null, from: 12 * 60 });
    expect(go("last", "up").block).toBe("first");
    expect(go("first", "up").block).toBe("morning");
  });
});
