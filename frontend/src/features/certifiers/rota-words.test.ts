import { describe, expect, it } from "vitest";
import type { RotaGap, RotaShift } from "../../api";
import { copyWords, daysOf, gapWord, hoursIn, shiftFault, spanWords } from "./rota-words";

const MONDAY = "2026-11-30";

function shift(starts_at: string, ends_at: string, rest: Partial<RotaShift> = {}): RotaShift {
  const professional = { id: "1", name: "Dr Paul Essai" } as RotaShift["professional"];
  return {
    id: starts_at,
    version: 1,
    professional,
    starts_at,
    ends_at,
    away: false,
    lacks: [],
    ...rest,
  };
}

const gap = (starts_at: string, ends_at: string, missing = 1): RotaGap => ({
  starts_at,
  ends_at,
  missing,
});

describe("a week of the rota", () => {
  const night = shift("2026-11-30T19:00:00Z", "2026-12-01T07:00:00Z");
  const rest = gap("2026-12-01T07:00:00Z", "2026-12-07T07:00:00Z");
  const week = daysOf(MONDAY, [night], [rest]);

  it("has seven days from 8:00 to 8:00, each of a day and a night", () => {
    expect(week.map(({ day }) => day)).toEqual([
      "2026-11-30",
      "2026-12-01",
      "2026-12-02",
      "2026-12-03",
      "2026-12-04",
      "2026-12-05",
      "2026-12-06",
    ]);
    expect(week[0]?.bands[1].ends_at).toBe(week[1]?.bands[0].starts_at);
  });

  it("shows a shift in the bands that it meets, and cuts a gap at their edges", () => {
    const shown = week.flatMap(({ bands }) => bands.map((band) => band.shifts.length));
    expect(shown).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const tuesday = week[1]?.bands[0];
    expect(tuesday?.gaps).toEqual([gap(tuesday?.starts_at ?? "", tuesday?.ends_at ?? "")]);
  });

  it("writes hours only where they say something", () => {
    const [band] = daysOf(MONDAY, [], [])[0]?.bands ?? [];
    if (!band) throw new Error("a week has a Monday");
    expect(hoursIn(band, band)).toBeNull();
    expect(hoursIn(shift("2026-11-30T13:00:00Z", "2026-12-01T07:00:00Z"), band)).toBe("dès 14:00");
    expect(hoursIn(shift("2026-11-29T19:00:00Z", "2026-11-30T13:00:00Z"), band)).toBe(
      "jusqu’à 14:00",
    );
    expect(hoursIn(shift("2026-11-30T08:00:00Z", "2026-11-30T13:00:00Z"), band)).toBe(
      "9:00 – 14:00",
    );
  });

  it("says nobody where nobody is, and how many are missing where some are", () => {
    const [monday, nightBand] = week[0]?.bands ?? [];
    if (!monday || !nightBand) throw new Error("a week has a Monday");
    expect(gapWord(gap(monday.starts_at, monday.ends_at), monday)).toBe("Personne");
    expect(gapWord(gap(monday.starts_at, monday.ends_at, 2), monday)).toBe("Il manque 2 personnes");
    expect(gapWord(gap(nightBand.starts_at, nightBand.ends_at), nightBand)).toBe(
      "Il manque 1 personne",
    );
  });
});

describe("the words of the rota", () => {
  it("writes a span once its days are known", () => {
    expect(spanWords(gap("2026-12-02T07:00:00Z", "2026-12-02T19:00:00Z"))).toBe(
      "mer.\u00a02, 8:00 – 20:00",
    );
    expect(spanWords(gap("2026-12-02T19:00:00Z", "2026-12-03T07:00:00Z"))).toBe(
      "mer.\u00a02, 20:00 – jeu.\u00a03, 8:00",
    );
  });

  it("says what is wrong with a shift, an absence first", () => {
    const at = ["2026-11-30T07:00:00Z", "2026-11-30T19:00:00Z"] as const;
    expect(shiftFault(shift(...at))).toBeNull();
    expect(shiftFault(shift(...at, { lacks: ["order_list_old"] }))).toBe("Dossier incomplet");
    expect(shiftFault(shift(...at, { lacks: ["not_volunteering"] }))).toBe("N’est plus volontaire");
    expect(shiftFault(shift(...at, { away: true, lacks: ["diploma"] }))).toBe(
      "Absence à ce moment",
    );
  });

  it("says what was copied and what was left out", () => {
    const one = shift("2026-11-30T19:00:00Z", "2026-12-01T07:00:00Z");
    const left = {
      professional: one.professional,
      starts_at: one.starts_at,
      cause: "away",
    } as const;
    expect(copyWords({ shifts: [one], left_out: [left] })).toEqual({
      done: "1 astreinte copiée.",
      left: ["Dr Paul Essai, lun.\u00a030 à 20:00\u00a0: absence à ce moment"],
    });
    expect(copyWords({ shifts: [], left_out: [] }).done).toBe("Rien à copier.");
    expect(copyWords({ shifts: [], left_out: [left] }).done).toBe("Rien n’a été copié.");
  });
});
