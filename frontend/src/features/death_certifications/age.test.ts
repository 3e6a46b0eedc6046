import { describe, expect, it } from "vitest";
import { ageProblem, knownAge } from "./age";

const TODAY = "2026-11-24";

describe("an age as it is known", () => {
  it("is a day of birth when one is written", () => {
    expect(knownAge("12/03/1941")).toEqual({ kind: "born", on: "1941-03-12" });
  });

  it("is a range of years otherwise, wider when it is said to be rough", () => {
    expect(knownAge("85 ans")).toEqual({ kind: "years", from: 85, to: 85 });
    expect(knownAge("environ 85 ans")).toEqual({ kind: "years", from: 80, to: 90 });
    expect(knownAge("entre 80 et 70")).toEqual({ kind: "years", from: 70, to: 80 });
    expect(knownAge("vers 3 ans")).toEqual({ kind: "years", from: 0, to: 8 });
  });

  it("is nothing when no age can be read", () => {
    for (const typed of ["", "âgée", "31/02/1941", "12/03", "200", "1 2 3"]) {
      expect(knownAge(typed)).toBeNull();
    }
  });

  it("is refused in one sentence: to come, or too old to be true", () => {
    expect(ageProblem("12/03/1941", TODAY)).toBeNull();
    expect(ageProblem("12/03/2031", TODAY)).toContain("à venir");
    expect(ageProblem("12/03/1841", TODAY)).toContain("120 ans");
    expect(ageProblem("vieille dame", TODAY)).toContain("environ 85 ans");
  });
});
