import { describe, expect, it } from "vitest";
import type { Membership } from "../../api";
import { reachableWord } from "./membership-words";

const NOW = Date.parse("2026-11-24T15:00:00Z");
const known = {
  reachable: true,
  reachable_until: "2026-11-24T19:00:00Z",
  not_before: null,
  absent_until: null,
} as Membership;

const word = (changed: Partial<Membership>) => reachableWord({ ...known, ...changed }, NOW).word;

describe("whether one may be asked", () => {
  it("says until when", () => {
    expect(word({})).toBe("Joignable jusqu’à 20:00");
    expect(word({ reachable_until: null })).toBe("Joignable");
  });

  it("says why not, and when that ends", () => {
    const reachable = false;
    const morning = "2026-11-25T07:00:00Z";
    expect(word({ reachable, reachable_until: morning })).toBe("Heures calmes jusqu’à demain 8:00");
    expect(word({ reachable, reachable_until: morning, not_before: morning })).toBe(
      "En pause jusqu’à demain 8:00",
    );
    const back = "2026-12-01T07:00:00Z";
    expect(word({ reachable, reachable_until: back, absent_until: back })).toBe(
      "Absence jusqu’au mardi 1er décembre",
    );
  });

  it("forgets a pause that has ended", () => {
    expect(word({ not_before: "2026-11-24T14:00:00Z" })).toBe("Joignable jusqu’à 20:00");
  });
});
