import { describe, expect, it } from "vitest";
import type { SharedTime } from "../../api";
import { sharedShort, sharedWords } from "./shared-words";

const other = (given: Partial<SharedTime>): SharedTime => ({
  opening_id: "o",
  kind: "slots",
  from_time: "09:00",
  to_time: "12:00",
  effect: "same_minute_once",
  ...given,
});

describe("openings at the same place and hours", () => {
  it("says nothing when none is met, or when it was not looked for", () => {
    expect(sharedWords({ shares_time_with: [] })).toEqual([]);
    expect(sharedWords({ shares_time_with: null })).toEqual([]);
    expect(sharedShort({ shares_time_with: [] })).toBeNull();
  });
  it("says once what each kind of meeting does, with the hours that it is about", () => {
    const shares_time_with = [
      other({}),
      other({ from_time: "10:00", to_time: "11:00" }),
      other({ kind: "range", effect: "range_and_slots", to_time: "24:00" }),
    ];
    expect(sharedWords({ shares_time_with })).toEqual([
      "Avec 9:00 à 12:00 et 10:00 à 11:00\u00a0: une heure prise dans l’une n’est plus libre dans l’autre.",
      "Avec 9:00 à 24:00, sans rendez-vous\u00a0: chaque rendez-vous pris retire une place sans rendez-vous, et une place prise ferme les créneaux de toute la plage.",
    ]);
    expect(sharedShort({ shares_time_with })).toBe("temps partagé avec 9:00 à 12:00");
  });
});
