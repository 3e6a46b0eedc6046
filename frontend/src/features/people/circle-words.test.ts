import { describe, expect, it } from "vitest";
import type { CareCircle } from "../../api";
import { consentWord, refusedMember, rolesOf } from "./circle-words";

const now = Date.parse("2026-11-24T10:42:00+01:00");

function circle(changes: Partial<CareCircle> = {}): CareCircle {
  return {
    person_id: "p",
    consent: "given",
    consent_by: "person",
    consent_means: "in_person",
    consent_at: "2026-11-24T09:00:00+01:00",
    consent_recorded_by: "Solène Marchetti",
    is_member: true,
    members: [],
    actions: [],
    ...changes,
  };
}

function refusal(pointer: string, message: string) {
  const errors = [{ pointer, message }];
  return { type: "invalid_input", title: "", status: 422, detail: null, related_id: null, errors };
}

describe("what the person said", () => {
  it("is told with the day, by what means, and to whom", () => {
    expect(consentWord(circle(), now)).toBe(
      "Accord donné aujourd’hui, de vive voix, à Solène Marchetti",
    );
    const outside = circle({ consent_recorded_by: null, consent_by: "representative" });
    expect(consentWord(outside, now)).toBe(
      "Accord donné aujourd’hui, de vive voix, par son représentant légal",
    );
    expect(consentWord(circle({ consent: "withdrawn" }), now)).toContain("Accord retiré");
  });

  it("is nothing while nobody asked", () => {
    expect(consentWord(circle({ consent: null, consent_at: null }), now)).toBeNull();
  });
});

describe("the parts in a circle", () => {
  it("of a doctor are those of a person, and home help is that of a structure", () => {
    expect(rolesOf("professional")).toContain("attending_doctor");
    expect(rolesOf("professional")).not.toContain("home_help");
    expect(rolesOf("structure")).toContain("home_help");
    expect(rolesOf("structure")).not.toContain("attending_doctor");
    expect(rolesOf("structure")).not.toContain("specialist");
  });
});

describe("somebody who cannot be named", () => {
  it("is refused where it was typed", () => {
    const said = (pointer: string, message: string) => refusedMember(refusal(pointer, message));
    expect(said("/professional_id", "They are in the circle already")).toEqual({
      who: "Déjà dans le cercle.",
    });
    expect(said("/role", "This is not a part of this person's profession: choose another")).toEqual(
      { role: "Ce n’est pas la profession de cette personne. Choisissez un autre rôle." },
    );
    const doctor = "The person has an attending doctor here already: take them out first";
    expect(said("/role", doctor)?.role).toContain("déjà un médecin traitant");
    expect(said("/professional_id", "At most 15 in a circle: take somebody out first")?.who).toBe(
      "Le cercle est complet : quinze au plus.",
    );
    expect(said("/professional_id", "They are no member here")?.who).toContain("membre de la CPTS");
    expect(said("/role", "This structure is no pharmacy: choose another part")?.role).toContain(
      "pas une pharmacie",
    );
    const ward = "Choose a structure that follows people at home";
    expect(said("/organisation_id", ward)?.who).toContain("à domicile");
    expect(refusedMember(new TypeError("Failed to fetch"))).toBeNull();
  });
});
