import { describe, expect, it } from "vitest";
import type { PersonIdentity } from "../../api";
import { correctionOf, identityForm, identityProblems, refusedFields } from "./identity-form";

const LINA: PersonIdentity = {
  id: "p1",
  family_name: "Castaing",
  given_name: "Lina",
  birth_date: "2021-03-12",
  age_years: 5,
  age_from: null,
  age_to: null,
  sex: "female",
  phone: "+33639984107",
  phone_of: "Mère",
  email: null,
  commune_insee: "94081",
  commune_name: "Vitry-sur-Seine",
  sector: null,
  address_line: null,
  access: null,
  people_present: null,
  may_correct: true,
  shown_until: "2026-11-24T10:33:00+01:00",
};

const form = (changes: Partial<ReturnType<typeof identityForm>>) => ({
  ...identityForm(LINA),
  ...changes,
});

describe("an identity that is put right", () => {
  it("begins with what is written, and sends what differs alone", () => {
    expect(identityForm(LINA)).toMatchObject({
      birth_date: "12/03/2021",
      phone: "06 39 98 41 07",
      address_line: "",
    });
    expect(correctionOf(form({}), LINA)).toEqual({});
    expect(
      correctionOf(form({ birth_date: "21/03/2012", family_name: " Castang " }), LINA),
    ).toEqual({ birth_date: "2012-03-21", family_name: "Castang" });
    expect(correctionOf(form({ phone_of: " " }), LINA)).toEqual({ phone_of: null });
    const reached = { ...LINA, email: "lina@courriel.demo" };
    expect(correctionOf(identityForm(reached), reached)).toEqual({});
    expect(correctionOf(form({}), reached)).toEqual({ email: null });
  });

  it("says what cannot be", () => {
    expect(identityProblems(form({}), "2026-11-24")).toEqual({});
    const wrong = form({
      given_name: " ",
      birth_date: "12/03/2121",
      phone: "06 39",
      email: "lina@",
    });
    expect(Object.keys(identityProblems(wrong, "2026-11-24"))).toEqual([
      "given_name",
      "birth_date",
      "phone",
      "email",
    ]);
  });

  it("says in French what the server refused, field by field", () => {
    const errors = [{ pointer: "/phone", message: "This is no French number" }];
    const problem = { type: "invalid_input", title: "", status: 422, detail: null, errors };
    expect(refusedFields({ ...problem, related_id: null })).toEqual({
      phone: "Ce numéro n’est pas reconnu. Vérifiez-le.",
    });
    expect(refusedFields(new TypeError())).toBeNull();
  });
});
