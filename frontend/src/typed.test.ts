import { describe, expect, it } from "vitest";
import { birthDateProblem, isoDate, phoneProblem } from "./typed";

const TODAY = "2026-11-24";

describe("what is typed", () => {
  it("is a day of the calendar or nothing", () => {
    expect(isoDate("12/03/2021")).toBe("2021-03-12");
    expect(isoDate("31/02/2021")).toBeNull();
    expect(isoDate("12/3")).toBeNull();
    expect(birthDateProblem("25/11/2026", TODAY)).toContain("à venir");
    expect(birthDateProblem("24/11/2026", TODAY)).toBeNull();
  });

  it("says how many digits a phone lacks, and leaves foreign numbers alone", () => {
    expect(phoneProblem("06 39 98 41")).toBe("Il manque 2 chiffres.");
    expect(phoneProblem("06 39 98 41 0")).toBe("Il manque 1 chiffre.");
    expect(phoneProblem("06.39.98.41.07.1")).toBe("Il y a 1 chiffre de trop.");
    expect(phoneProblem("+33 6 39 98 41 07")).toBeNull();
  });
});
