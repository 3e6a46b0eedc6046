import { describe, expect, it } from "vitest";
import type { OpinionTemplate } from "../../api";
import { askInput, EMPTY, type FormState, problemsOf, refusedFields } from "./form";

const TEMPLATE: OpinionTemplate = {
  specialty_code: "SM04",
  specialty_label: "Cardiologie",
  version: 0,
  questions: [
    { label: "Motif", kind: "choice", choices: ["Palpitations", "Autre motif"], required: true },
    { label: "Traitements en cours", kind: "text", choices: [], required: false },
  ],
};
const FULL: FormState = {
  ...EMPTY,
  group_id: "g",
  specialty_code: "SM04",
  question: "Faut-il un Holter avant d’arrêter ?",
  facts: { Motif: "Palpitations", "Traitements en cours": "  ", Disparue: "oui" },
  family_name: " Lestrade ",
  given_name: "Odile",
  birth_date: "03/02/1958",
  sex: "female",
  phone: "06 39 98 52 11",
  commune_insee: "94081",
  attending_doctor_status: "known",
  attending_professional_id: "d",
  informed: true,
};

describe("the form of a request for an opinion", () => {
  it("names everything that is missing, once", () => {
    expect(Object.keys(problemsOf(EMPTY, undefined, "2026-11-29"))).toEqual([
      "group_id",
      "question",
      "family_name",
      "given_name",
      "birth_date",
      "sex",
      "phone",
      "commune_insee",
      "attending_professional_id",
      "informed",
    ]);
  });

  it("asks for the questions of the specialty that must be answered", () => {
    expect(problemsOf({ ...FULL, facts: {} }, TEMPLATE, "2026-11-29")).toEqual({
      facts: "Répondez aussi\u00a0: Motif.",
    });
    expect(problemsOf(FULL, TEMPLATE, "2026-11-29")).toEqual({});
  });

  it("sends the answers that belong to the specialty, and the ones that say something", () => {
    const sent = askInput(FULL, TEMPLATE);
    expect(sent.facts).toEqual([{ label: "Motif", value: "Palpitations" }]);
    expect(sent.person).toMatchObject({ family_name: "Lestrade", birth_date: "1958-02-03" });
    expect(sent).toMatchObject({ group_id: "g", attending_professional_id: "d" });
    expect(sent).not.toHaveProperty("colleague_id");
  });

  it("says in French what the server refused, under its field", () => {
    const refused = refusedFields({
      type: "invalid_input",
      title: "Invalid",
      status: 422,
      errors: [
        { pointer: "/question", message: "This holds a social security number: take it out" },
        { pointer: "/person/phone", message: "Too short" },
      ],
    });
    expect(refused?.question).toMatch(/sécurité sociale/);
    expect(refused?.phone).toBe("Ce numéro n’est pas reconnu. Vérifiez-le.");
  });
});
