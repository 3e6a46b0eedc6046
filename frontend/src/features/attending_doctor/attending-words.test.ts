import { describe, expect, it } from "vitest";
import type { AttendingDoctorNextStep, AttendingDoctorRequest, Me } from "../../api";

import { ageWords, endsFor, known, leftWords, nextWords, personWords } from "./attending-words";

type Scope = Me["scopes"][number];

const NOW = Date.parse("2026-11-24T10:45:00+01:00");

function next(changed: Partial<AttendingDoctorNextStep>): string {
  return nextWords(
    { kind: "doctor", at: null, professional_name: null, after_level: null, ...changed },
    NOW,
  );
}

describe("the words of the waiting list", () => {
  it("names the doctor whose turn it is", () => {
    expect(next({ professional_name: "Dr Paule Thévenin" })).toBe("Dr Paule Thévenin");
    expect(next({ kind: "no_place" })).toBe("plus de place");
  });

  it("says when the doctor is reminded, by the hour on the day itself", () => {
    expect(next({ kind: "reminder", at: "2026-11-24T15:00:00+01:00" })).toBe("rappel 15:00");
    expect(next({ kind: "reminder", at: "2026-11-25T15:00:00+01:00" })).toBe("rappel demain");
  });

  it("says what is left to answer, and that nothing is", () => {
    expect(leftWords("2026-11-30T10:45:00+01:00", NOW)).toBe("reste 6\u00a0j");
    expect(leftWords("2026-11-24T10:00:00+01:00", NOW)).toBe("délai passé");
  });

  it("tells a person by age and place, and never more than what is so", () => {
    expect(ageWords("years_80_and_over")).toBe("80 ans et +");
    expect(ageWords("years_40_49")).toBe("40–49 ans");
    expect(
      personWords({ age_band: "years_80_and_over", sector: "Fort", commune_name: "Vitry" }),
    ).toBe("80 ans et plus · Fort");
    expect(
      known({
        long_term_illness: true,
        home_visit: false,
        pregnancy: false,
        disability: false,
        recent_discharge: true,
      }),
    ).toEqual(["ALD", "Sortie récente"]);
  });
});

describe("how a search is closed", () => {
  const professional = { id: "dr-1" } as AttendingDoctorRequest["professional"];
  const ends = (
    found: typeof professional,
    me: { professional_id: string | null; scopes: Scope[] },
  ) => Object.keys(endsFor({ professional: found }, me));

  it("is said by the doctor who has the person in all its ways: they may die, move or oppose", () => {
    expect(ends(professional, { professional_id: "dr-1", scopes: [] })).toEqual([
      "doctor_found",
      "found_elsewhere",
      "request_withdrawn",
      "opposition",
      "deceased",
      "moved_away",
    ]);
  });

  it("is not said to be found by who made the person known, whom the server refuses that", () => {
    expect(ends(professional, { professional_id: null, scopes: [] })).not.toContain("doctor_found");
    expect(ends(professional, { professional_id: null, scopes: ["dispatch:manage"] })).toContain(
      "doctor_found",
    );
    expect(ends(null, { professional_id: null, scopes: ["dispatch:manage"] })).not.toContain(
      "doctor_found",
    );
  });
});
