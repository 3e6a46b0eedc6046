import { describe, expect, it } from "vitest";
import { EMPTY, type PersonForm, problemsOf, refusedFields, requestInput } from "./person-form";

const TODAY = "2026-11-24";
const FILLED: PersonForm = {
  ...EMPTY,
  family_name: " Delorme-Ruiz ",
  given_name: "Aline",
  birth_date: "02/03/1944",
  sex: "female",
  phone: "06 39 98 43 18",
  commune_insee: "94081",
  absence_reason: "doctor_retired",
};

describe("the form of who looks for a doctor", () => {
  it("asks for what is needed to look, and for nothing else", () => {
    expect(problemsOf(FILLED, TODAY, false)).toEqual({});
    expect(Object.keys(problemsOf(EMPTY, TODAY, false))).toEqual([
      "family_name",
      "given_name",
      "birth_date",
      "sex",
      "phone",
      "commune_insee",
      "absence_reason",
    ]);
  });

  it("asks who calls of the coordination, and the last day of a doctor who retires", () => {
    expect(problemsOf(FILLED, TODAY, true)).toHaveProperty("source");
    const leaving: PersonForm = { ...FILLED, absence_reason: "doctor_retires" };
    expect(problemsOf(leaving, TODAY, false)).toHaveProperty("retires_on");
  });

  it("sends what is ticked as so, and the rest as not answered", () => {
    const sent = requestInput({ ...FILLED, facts: ["long_term_illness"] });
    expect(sent.long_term_illness).toBe(true);
    expect(sent.home_visit).toBeNull();
    expect(sent.person.family_name).toBe("Delorme-Ruiz");
    expect(sent.person.birth_date).toBe("1944-03-02");
    expect(sent.declared_doctor).toBe(false);
    expect(sent.email).toBeNull();
  });

  it("sends the address at which the person is written to", () => {
    const sent = requestInput({ ...FILLED, email: " aline@ruiz.example " });
    expect(sent.email).toBe("aline@ruiz.example");
  });

  it("says that nobody under 16 needs a declaration, at the day of birth", () => {
    const refused = refusedFields({
      type: "invalid_input",
      title: "Invalid",
      status: 422,
      detail: null,
      errors: [{ pointer: "/person/birth_date", message: "Under 16" }],
      related_id: null,
    });
    expect(refused?.birth_date).toMatch(/16 ans/);
  });

  it("says what to do with a last day too far, and of who opposed before", () => {
    const refused = refusedFields({
      type: "invalid_input",
      title: "Invalid",
      status: 422,
      detail: null,
      errors: [
        { pointer: "/retires_on", message: "This is more than a year away" },
        { pointer: "/informed", message: "This person opposed before" },
      ],
      related_id: null,
    });
    expect(refused?.retires_on).toMatch(/dans l’année/);
    expect(refused?.informed).toMatch(/opposée/);
  });
});
