import { expect, test } from "vitest";
import type { AvailabilityList } from "../../api";
import { ledTo } from "./landing";

/** One doctor with these times of one day. */
function list(...names: string[]): AvailabilityList {
  const slots = names.map((slot_id) => ({ slot_id, starts_at: "", ends_at: "", modes: [] }));
  return {
    items: [{ professional: { id: "dr" }, days: [{ slots, ranges: [] }] }],
  } as unknown as AvailabilityList;
}

const NINE = "_20270303T0800Z";

test("the time of that name is the one", () => {
  const led = ledTo(list(`first${NINE}`, `second${NINE}`), `second${NINE}`, "dr");
  expect(led?.choice.slotId).toBe(`second${NINE}`);
});

test("an hour that another opening gives too is found under its name", () => {
  expect(ledTo(list(`first${NINE}`), `second${NINE}`, "dr")?.choice.slotId).toBe(`first${NINE}`);
});

test("the same hour of somebody else, or another hour, is not meant", () => {
  expect(ledTo(list(`first${NINE}`), `second${NINE}`, "somebody")).toBeNull();
  expect(ledTo(list(`first${NINE}`), "second_20270303T0820Z", "dr")).toBeNull();
  expect(ledTo(list(`first${NINE}`), "nothing that names a time Z", "dr")).toBeNull();
  expect(ledTo(undefined, `second${NINE}`, "dr")).toBeNull();
});
