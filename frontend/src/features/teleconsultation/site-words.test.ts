import { describe, expect, it } from "vitest";
import type {
  ProfessionalSummary,
  TeleconsultationAssistant,
  TeleconsultationSite,
  TeleconsultationSiteLack,
} from "../../api";
import { changedKit, shownKit } from "./kit";
import {
  assistantStanding,
  countsWords,
  lackCure,
  lackWord,
  mayBeNamed,
  personWords,
  presenceWords,
  siteStanding,
} from "./site-words";

const OTOSCOPE: TeleconsultationSiteLack = { cause: "kit_check_old", item: "otoscope" };
const SLOW: TeleconsultationSiteLack = { cause: "connection_too_slow", item: null };
const NOBODY: TeleconsultationSiteLack = { cause: "no_trained_assistant", item: null };

function site(changed: Partial<TeleconsultationSite>): TeleconsultationSite {
  const lacks = changed.lacks ?? [];
  return {
    state: "active",
    lacks,
    bookable: lacks.length === 0,
    ...changed,
  } as TeleconsultationSite;
}

describe("a site", () => {
  it("says in a few words whether it can be booked, and what lacks first", () => {
    expect(siteStanding(site({}))).toEqual({ shape: "agreed", word: "Réservable" });
    expect(siteStanding(site({ lacks: [OTOSCOPE] })).word).toBe("Otoscope à revérifier");
    expect(siteStanding(site({ lacks: [OTOSCOPE, SLOW, NOBODY] })).word).toBe(
      "Otoscope à revérifier · Connexion trop lente · et 1 autre",
    );
    expect(siteStanding(site({ state: "closed", lacks: [NOBODY] })).word).toBe("Fermé");
  });

  it("says of each lack what to do", () => {
    expect(lackWord({ cause: "kit_missing", item: "blood_pressure" })).toBe("Tensiomètre manquant");
    expect(lackCure(SLOW)).toContain("meilleur débit");
  });

  it("is counted with the others", () => {
    const all = [
      site({}),
      site({}),
      site({ lacks: [SLOW] }),
      site({ state: "closed", lacks: [NOBODY] }),
    ];
    expect(countsWords(all)).toBe("2 réservables · 1 à compléter · 1 fermé");
    expect(countsWords([])).toBe("");
  });
});

describe("who assists", () => {
  const one = (changed: Partial<TeleconsultationAssistant>) =>
    ({
      lacks: [],
      training: { valid_until: "2027-10-30" },
      ...changed,
    }) as TeleconsultationAssistant;

  it("is in order until a day, or says what lacks", () => {
    expect(assistantStanding(one({})).word).toBe("En ordre, jusqu’au 30/10/2027.");
    expect(assistantStanding(one({ lacks: ["no_training", "no_site"] }))).toEqual({
      shape: "soon",
      word: "À former, sans site.",
    });
    expect(assistantStanding(one({ lacks: ["not_volunteering"] })).shape).toBe("off");
  });

  it("is a pharmacist in a pharmacy and a nurse elsewhere", () => {
    const of = (profession_code: string) => ({ profession_code }) as ProfessionalSummary;
    expect([mayBeNamed(of("21"), "pharmacy"), mayBeNamed(of("60"), "pharmacy")]).toEqual([
      true,
      false,
    ]);
    expect([mayBeNamed(of("21"), "home_visits"), mayBeNamed(of("60"), "home_visits")]).toEqual([
      false,
      true,
    ]);
  });

  it("is there in their hours, or as long as it is open", () => {
    const person = {
      professional: {} as ProfessionalSummary,
      training_until: "2027-10-30",
      lacks: [],
    };
    expect(presenceWords({ ...person, hours: null })).toBe("Toute l’ouverture");
    const hours = [{ weekday: 1, from_time: "09:00", to_time: "12:00" }];
    expect(presenceWords({ ...person, hours })).toBe("lun. 9:00–12:00");
    expect(personWords({ ...person, hours })).toBe("Formation valable jusqu’au 30/10/2027.");
    expect(personWords({ ...person, hours, lacks: ["training_expired"] })).toBe("Formation échue.");
  });
});

describe("a kit", () => {
  const line = (item: "otoscope" | "scales", checked_on: string | null, required: boolean) => ({
    item,
    required,
    checked_on,
    checked_by: null,
    good_until: null,
  });
  const kit = [line("otoscope", "2026-11-01", true), line("scales", null, false)];

  it("is sent whole, with what changed", () => {
    expect(changedKit({ kit }, {})).toEqual([{ item: "otoscope", checked_on: "2026-11-01" }]);
    expect(changedKit({ kit }, { otoscope: null, scales: "2026-11-24" })).toEqual([
      { item: "scales", checked_on: "2026-11-24" },
    ]);
  });

  it("shows what is required or there, and what is about to be", () => {
    expect(shownKit(kit, {}).map(({ item }) => item)).toEqual(["otoscope"]);
    expect(shownKit(kit, { scales: "2026-11-24" }).map(({ item, day }) => [item, day])).toEqual([
      ["otoscope", null],
      ["scales", "2026-11-24"],
    ]);
  });
});
