import { describe, expect, it } from "vitest";
import { absenceSpan, formOf, instants, leftOfAll, timesRefusal } from "./absence-words";
import { firstDue } from "./open-absences";

function refused(pointer: string, message: string) {
  const errors = [{ pointer, message }];
  return { type: "invalid_input", title: "", status: 422, detail: null, errors };
}

describe("an absence that cannot be", () => {
  it.each([
    ["/query/ends_at", "This time is past: choose a later one", "passé"],
    ["/ends_at", "The end must come after the start", "avant le début"],
    ["/ends_at", "A closure lasts a year at most", "un an au plus"],
  ])("says what is wrong with its time: %s, %s", (pointer, message, said) => {
    expect(timesRefusal(refused(pointer, message))).toContain(said);
  });

  it("leaves what is not about its time to its own field", () => {
    expect(timesRefusal(refused("/replacement_id", "Not a member"))).toBeNull();
    expect(timesRefusal(null)).toBeNull();
  });
});

function said(starts_at: string, ends_at: string): string {
  return absenceSpan({ starts_at, ends_at, has_left: false }).replaceAll("\u00a0", " ");
}

describe("the time of an absence", () => {
  it("is days when they are whole", () => {
    expect(said("2026-12-13T00:00:00+01:00", "2026-12-14T00:00:00+01:00")).toBe(
      "dimanche 13 décembre",
    );
    expect(said("2026-12-13T00:00:00+01:00", "2026-12-16T00:00:00+01:00")).toBe("13 – 15 décembre");
  });

  it("is hours within a day, until midnight at most", () => {
    expect(said("2026-12-14T20:00:00+01:00", "2026-12-15T00:00:00+01:00")).toBe(
      "lundi 14 décembre, 20:00 – 24:00",
    );
  });

  it("keeps its hours over a night", () => {
    expect(said("2026-12-21T20:00:00+01:00", "2026-12-22T08:00:00+01:00")).toBe(
      "lundi 21 décembre, 20:00 – mardi 22 décembre, 8:00",
    );
  });
});

describe("closed time whose appointments are followed up", () => {
  it.each([
    ["2026-12-14T00:00:00+01:00", "2026-12-15T00:00:00+01:00"],
    ["2026-12-14T00:00:00+01:00", "2026-12-14T13:00:00+01:00"],
    ["2026-12-14T13:00:00+01:00", "2026-12-15T00:00:00+01:00"],
    ["2026-12-14T09:20:00+01:00", "2026-12-14T11:00:00+01:00"],
  ])("fills the form of an absence with its own hours: %s – %s", (starts_at, ends_at) => {
    const { first, last, hours } = formOf({ starts_at, ends_at });
    const there = instants(first, last, hours);
    expect(there && [there.starts_at, there.ends_at].map(Date.parse)).toEqual(
      [starts_at, ends_at].map(Date.parse),
    );
  });
});

describe("several absences on one line of the board", () => {
  it("adds up whom to call and what is looked for", () => {
    const two = [
      { to_call: 17, waiting: 0 },
      { to_call: 1, waiting: 2 },
    ];
    expect(leftOfAll(two)).toBe("18 personnes à appeler, 2 en recherche");
  });

  it("breaks with the first appointment that is left, whatever the zone in which it is written", () => {
    const [early, late] = ["2026-11-24T09:00:00+01:00", "2026-11-24T08:30:00Z"];
    expect(firstDue([{ due_at: late }, { due_at: null }, { due_at: early }])).toBe(early);
    expect(firstDue([{ due_at: null }])).toBeNull();
  });

  it("says nothing once nothing is left", () => {
    expect(leftOfAll([{ to_call: 0, waiting: 0 }])).toBeNull();
  });
});
