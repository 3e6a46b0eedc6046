import { describe, expect, it } from "vitest";
import { initials } from "./Avatar";
import { paired, slashed } from "./Field";

describe("what is typed", () => {
  it.each([
    ["1", "1"],
    ["12", "12"],
    ["120", "12/0"],
    ["12032021", "12/03/2021"],
    ["12/03/2021", "12/03/2021"],
    ["12/3/2021", "12/03/2021"],
    ["1/3/2021", "01/03/2021"],
    ["12.03.2021", "12/03/2021"],
    ["1/", "1/"],
    ["1/3/20", "1/3/20"],
    ["12/03/20219", "12/03/2021"],
  ])("a date typed as %s reads %s", (typed, shown) => {
    expect(slashed(typed)).toBe(shown);
  });

  it.each([
    ["0639985723", "06 39 98 57 23"],
    ["06.39.98.57.23", "06 39 98 57 23"],
    ["06 39 98 41", "06 39 98 41"],
    ["+33639985723", "+33639985723"],
  ])("a phone typed as %s reads %s", (typed, shown) => {
    expect(paired(typed)).toBe(shown);
  });

  it("gives the initials of a person without the title", () => {
    expect(initials("Dr Camille Aubertin")).toBe("CA");
    expect(initials("Mme Élise Martin-Roux")).toBe("ÉR");
    expect(initials("Mairie")).toBe("M");
  });
});
