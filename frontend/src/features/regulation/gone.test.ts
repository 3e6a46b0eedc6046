import { expect, test } from "vitest";
import type { AvailabilityList } from "../../api";
import { goneBetween } from "./regulation";

const HOURS = ["09:00", "09:20", "09:40"];

/** One doctor, one day: these times, and so many that are not written. */
function list(hours: string[], more = 0): AvailabilityList {
  const slots = hours.map((hour) => ({
    slot_id: hour,
    starts_at: `2027-03-03T${hour}:00Z`,
    ends_at: `2027-03-03T${hour}:00Z`,
    modes: [],
  }));
  return {
    as_of: "2027-03-03T08:00:00Z",
    items: [
      {
        professional: { id: "dr" },
        practice_id: "here",
        days: [{ day: "2027-03-03", state: "free", slots, more, ranges: [] }],
      },
    ],
  } as unknown as AvailabilityList;
}

test("a time that is no longer there was taken", () => {
  const gone = goneBetween(list(HOURS), list(["09:00", "09:40"]));
  expect(gone.map(({ slotId }) => slotId)).toEqual(["09:20"]);
});

test("a time pushed out of view by an earlier one is not taken", () => {
  expect(goneBetween(list(["09:20", "09:40"]), list(["09:00", "09:20"], 1))).toEqual([]);
});

test("a time whose hour has passed is not taken", () => {
  const later = { ...list(["09:20", "09:40"]), as_of: "2027-03-03T09:05:00Z" };
  expect(goneBetween(list(HOURS), later)).toEqual([]);
});
