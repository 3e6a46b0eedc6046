import { beforeEach, describe, expect, it, vi } from "vitest";
import { type DeathForm, EMPTY, personProblems, reviewProblems } from "./form";
import { stopOf, unanswered, waitsFor } from "./steps";

const complete: DeathForm = {
  ...EMPTY,
  certain: true,
  public_place: "no",
  violence: "no",
  identified: "yes",
  adult: "yes",
  expected: "unknown",
  family_name: "Vauquelin",
  given_name: "Augustine",
  age: "environ 85 ans",
  sex: "female",
  place_kind: "home",
  address_line: "8 rue des Cordiers",
  commune_insee: "94081",
  found_day: "2026-11-24",
  found_time: "07:30",
  attending_doctor_status: "unknown",
  requester_kind: "town_hall",
  requester_name: "Nadège Colombet",
  requester_function: "État civil",
  requester_phone: "01 99 00 42 18",
};

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-24T09:00:00Z") });
  return () => vi.useRealTimers();
});

describe("the circumstances", () => {
  it("stop the request where the police must come first", () => {
    expect(stopOf(complete)).toBeNull();
    expect(stopOf({ ...complete, violence: "yes" })).toBe("violence");
    expect(stopOf({ ...complete, identified: "no" })).toBe("unidentified");
  });

  it("make it wait, without stopping it, when they are not known", () => {
    const doubtful = { ...complete, violence: "unknown", public_place: "unknown" } as const;
    expect(stopOf(doubtful)).toBeNull();
    expect(waitsFor(doubtful)).toEqual(["public_place", "violence"]);
    expect(waitsFor({ ...complete, adult: "unknown" })).toEqual([]);
  });

  it("are all asked", () => {
    expect(unanswered(EMPTY)).toHaveLength(5);
    expect(unanswered(complete)).toEqual([]);
  });
});

describe("the person and the place", () => {
  it("are complete without the hour of the death, and with an age that is not sure", () => {
    expect(personProblems(complete)).toEqual({});
    expect(personProblems({ ...complete, age: "" })).toEqual({});
  });

  it("refuse an hour to come, and a death after the discovery", () => {
    expect(personProblems({ ...complete, found_time: "11:00" })).toHaveProperty("found_time");
    const after = {
      death_precision: "exact",
      death_day: "2026-11-24",
      death_time: "08:10",
    } as const;
    expect(personProblems({ ...complete, ...after }).death_time).toContain("après l’heure");
    expect(personProblems({ ...complete, ...after, death_time: "07:10" })).toEqual({});
  });

  it("refuse an age that says the contrary of what was answered", () => {
    expect(personProblems({ ...complete, age: "12 ans" }).age).toContain("18 ans");
    expect(personProblems({ ...complete, adult: "no" }).age).toContain("18 ans");
    expect(personProblems({ ...complete, age: "25/11/2008" }).age).toContain("18 ans");
    expect(personProblems({ ...complete, age: "24/11/2008" })).toEqual({});
    expect(personProblems({ ...complete, adult: "no", age: "environ 16 ans" })).toEqual({});
  });

  it("ask for no name while nobody knows it", () => {
    const unknown = {
      ...complete,
      identified: "unknown",
      family_name: "",
      given_name: "",
    } as const;
    expect(personProblems(unknown)).toEqual({});
    expect(personProblems({ ...unknown, identified: "yes" })).toHaveProperty("family_name");
  });
});

describe("who is called back", () => {
  it("has a name, a function and a number that can be called", () => {
    expect(reviewProblems(complete, false)).toEqual({});
    expect(Object.keys(reviewProblems(EMPTY, true))).toEqual([
      "requested_for",
      "requester_kind",
      "requester_name",
      "requester_function",
      "requester_phone",
    ]);
    expect(reviewProblems({ ...complete, requester_phone: "01 99" }, false)).toHaveProperty(
      "requester_phone",
    );
  });
});
