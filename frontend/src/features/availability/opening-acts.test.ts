import { describe, expect, it } from "vitest";
import type { TimeCause, TimeExplanation, WeekCopy } from "../../api";
import { copiedWord } from "./CopyWeekSheet";
import { hoursToCome, usualEnd } from "./free-until";
import { nextWord, whyWord } from "./why-words";

const NOW = Date.parse("2026-11-24T09:00:00Z");

function told(cause: TimeCause | null, given: Partial<TimeExplanation> = {}): TimeExplanation {
  return {
    at: "2026-11-24T10:00:00Z",
    free: cause === null,
    cause,
    opening_id: null,
    slot_id: null,
    from_at: null,
    until_at: null,
    holiday: null,
    appointment_id: null,
    next_free: null,
    as_of: "2026-11-24T09:00:00Z",
    ...given,
  };
}

describe("why a time is not free", () => {
  it("names the holiday, and says until when it is kept or closed", () => {
    expect(whyWord(told("holiday", { holiday: "Noël" }), NOW)).toBe(
      "Fermé\u00a0: Noël, jour férié.",
    );
    expect(whyWord(told("held", { until_at: "2026-11-24T09:08:00Z" }), NOW)).toBe(
      "Gardé pour quelqu’un jusqu’à 10:08.",
    );
    expect(whyWord(told("taken"), NOW)).toBe("Un rendez-vous est pris.");
    expect(whyWord(told(null), NOW)).toBe("Ce créneau est libre.");
  });

  it("says the next time that is free, or that there is none", () => {
    const next = {
      slot_id: "s",
      practice_id: "l",
      starts_at: "2026-11-24T10:20:00Z",
      ends_at: "2026-11-24T10:40:00Z",
    };
    expect(nextWord(told("taken", { next_free: next }), NOW)).toContain("11:20");
    expect(nextWord(told("taken"), NOW)).toMatch(/^Aucun créneau libre/);
  });
});

describe("free until", () => {
  it("offers whole hours that leave time for somebody, midnight at the latest", () => {
    expect(hoursToCome(14 * 60 + 2)).toEqual(["15:00", "16:00", "17:00", "18:00"]);
    expect(hoursToCome(14 * 60 + 30)[0]).toBe("16:00");
    expect(hoursToCome(22 * 60 + 10)).toEqual(["23:00", "24:00"]);
  });

  it("keeps the end of the half day among them, which is one tap away", () => {
    expect(hoursToCome(12 * 60 + 12)).toEqual(["13:00", "14:00", "15:00", "17:00"]);
    expect([8, 12.2, 16, 19, 23].map((hour) => usualEnd(hour * 60))).toEqual([
      "12:00",
      "17:00",
      "20:00",
      "24:00",
      "24:00",
    ]);
  });
});

describe("a copied week", () => {
  it("says what was made, that all of it was there, or that the week held nothing of its own", () => {
    const nothing: WeekCopy = {
      copied: true,
      already_there: 3,
      openings: [],
      changed: [],
      closures: [],
      obstacles: [],
    };
    expect(copiedWord(nothing)).toBe("Tout y était déjà");
    expect(copiedWord({ ...nothing, already_there: 0 })).toBe("Rien de particulier à copier");
    const made = { ...nothing, openings: [{}, {}], closures: [{}] } as unknown as WeekCopy;
    expect(copiedWord(made)).toBe("Copié\u00a0: 2 plages et 1 fermeture");
  });
});
