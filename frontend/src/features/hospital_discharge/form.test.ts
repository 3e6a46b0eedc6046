import { describe, expect, it } from "vitest";
import { type DischargeForm, EMPTY, problemsOf, requestInput, STEP_OF } from "./form";
import { refusedFields } from "./form-refusals";

const today = "2026-11-24";
const form: DischargeForm = {
  ...EMPTY,
  family_name: "Quintin",
  given_name: "Marguerite",
  birth_date: "14/02/1941",
  sex: "female",
  phone: "06 39 98 44 12",
  address_line: "12 allée des Saules",
  commune_insee: "94081",
  planned_on: "2026-11-28",
  needs: ["nurse", "equipment"],
  frequency: "daily",
  attending_doctor_status: "none",
  caller_name: "Céline Bastide",
  caller_phone: "01 99 00 64 10",
};

function refusal(...errors: [string, string][]) {
  return {
    type: "invalid_input",
    title: "",
    status: 422,
    detail: null,
    related_id: null,
    errors: errors.map(([pointer, message]) => ({ pointer, message })),
  };
}

describe("the form of a discharge", () => {
  it("has nothing to correct once each step is filled", () => {
    for (const step of ["person", "needs", "send"] as const)
      expect(problemsOf(step, form, today, false)).toEqual({});
  });

  it("names what is missing, step by step", () => {
    expect(Object.keys(problemsOf("person", EMPTY, today, true))).toEqual([
      "requested_for",
      "family_name",
      "given_name",
      "birth_date",
      "sex",
      "phone",
      "address_line",
      "commune_insee",
      "planned_on",
    ]);
    expect(problemsOf("needs", { ...form, frequency: null }, today, false)).toHaveProperty(
      "frequency",
    );
    expect(problemsOf("person", { ...form, planned_on: "2026-11-23" }, today, false)).toEqual({
      planned_on: "Cette date est passée.",
    });
    const over = { ...form, prescription_until: "2026-11-27" };
    expect(problemsOf("send", over, today, false)).toHaveProperty("prescription_until");
  });

  it("sends how often for the nurse alone", () => {
    expect(requestInput(form, false).lines).toEqual([
      { need: "nurse", frequency: "daily" },
      { need: "equipment" },
    ]);
    expect(requestInput(form, false).prescription_from).toBeNull();
  });

  it("puts each refusal of the server under its field, in the step where it is asked", () => {
    const found = refusedFields(
      refusal(["/person/phone", "bad"], ["/lines/0/frequency", "say"], ["/planned_on", "past"]),
    );
    expect(Object.keys(found?.fields ?? {})).toEqual(["phone", "frequency", "planned_on"]);
    expect(STEP_OF.person).toContain("phone");
    const words = refusedFields(refusal(["/note", "These words look medical: cancer. Take out"]));
    expect(words?.medicalWords).toEqual(["cancer"]);
    expect(refusedFields({ ...refusal(), type: "not_allowed" })).toBeNull();
  });
});
