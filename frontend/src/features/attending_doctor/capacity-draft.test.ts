import { expect, test } from "vitest";
import type { AttendingDoctorCapacity } from "../../api";
import { draftOf, inputOf, pauseWords, placesIn } from "./capacity-draft";

const CAPACITY: AttendingDoctorCapacity = {
  version: 3,
  volunteers: true,
  this_month: { month: "2026-11", quota: 2, accepted: 2, pending: 0, left: 0 },
  next_month: { month: "2026-12", quota: 5, accepted: 0, pending: 0, left: 5 },
  home_visits: true,
  sectors: [],
  pause_from: null,
  pause_to: null,
  in_six_months: null,
  declared_at: "2026-11-02T09:00:00Z",
  fair_share: 2.2,
};

test("one confirms the next month; who has said nothing yet begins with this one", () => {
  expect(inputOf(draftOf(CAPACITY))).toMatchObject({ month: "2026-12", quota: 5 });
  expect(draftOf({ ...CAPACITY, version: 0 })).toMatchObject({ month: "2026-11", quota: 2 });
});

test("a place more this month is said from what was said of this month", () => {
  expect(placesIn(CAPACITY, "2026-11")).toBe(2);
  expect(placesIn(CAPACITY, "2026-12")).toBe(5);
});

test("a pause is said in days as they are written here", () => {
  const draft = draftOf(CAPACITY);
  expect(pauseWords(draft)).toBe("aucune prévue");
  expect(pauseWords({ ...draft, pause_from: "2026-12-24" })).toBe("à partir du 24/12/2026");
});
