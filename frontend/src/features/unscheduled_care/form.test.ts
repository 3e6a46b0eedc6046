import { describe, expect, it } from "vitest";
import { wordsShown } from "../../typed";
import {
  draftInput,
  EMPTY,
  type FormState,
  fromDraft,
  isBlank,
  previewInput,
  problemsOf,
  requestInput,
} from "./form";
import { refusedFields } from "./form-refusals";

const TODAY = "2026-11-24";
const complete: FormState = {
  ...EMPTY,
  family_name: " Castaing-Moreau ",
  given_name: "Lina",
  birth_date: "12/03/2021",
  sex: "female",
  phone: "06 39 98 41 07",
  commune_insee: "94081",
  need: "ear_nose_throat",
  attending_doctor_status: "known",
  attending_professional_id: "p1",
  informed: true,
};

describe("what is typed", () => {
  it("names every field that is missing, in the order of the page", () => {
    expect(Object.keys(problemsOf(EMPTY, TODAY, true))).toEqual([
      "requested_for",
      "family_name",
      "given_name",
      "birth_date",
      "sex",
      "phone",
      "commune_insee",
      "attending_professional_id",
      "need",
    ]);
    expect(problemsOf(complete, TODAY, false)).toEqual({});
    expect(problemsOf({ ...complete, mobility: "home_visit" }, TODAY, false)).toHaveProperty(
      "address_line",
    );
  });
});

describe("what is sent", () => {
  it("holds the person trimmed, and the address only when somebody must come", () => {
    const sent = requestInput({ ...complete, address_line: "3 rue des Lilas" }, false);
    expect(sent.red_flags).toEqual([]);
    expect(sent.person).toMatchObject({
      family_name: "Castaing-Moreau",
      birth_date: "2021-03-12",
      address_line: null,
    });
    expect(sent.attending_contact).toBe("not_called");
  });

  it("names no attending doctor when there is none", () => {
    const form = { ...complete, attending_doctor_status: "none" as const };
    expect(requestInput(form, false)).not.toHaveProperty("attending_professional_id");
    expect(requestInput(form, false)).not.toHaveProperty("attending_contact");
  });

  it("asks for no dry run before the need is said", () => {
    expect(previewInput({ ...complete, need: null })).toBeNull();
    expect(previewInput({ ...complete, birth_date: "12/03" })).not.toHaveProperty("birth_date");
  });
});

describe("the draft", () => {
  it("gives the same form back, and says when the signs were looked for", () => {
    const kept = draftInput(complete, "2026-11-24T10:26:00Z");
    expect(kept.no_red_flag_at).toBe("2026-11-24T10:26:00Z");
    expect(kept).not.toHaveProperty("note");
    expect(fromDraft(kept)).toEqual(complete);
  });

  it("is not worth keeping while only the commune is known", () => {
    expect(isBlank({ ...EMPTY, commune_insee: "94081" })).toBe(true);
    expect(isBlank({ ...EMPTY, given_name: "L" })).toBe(false);
  });
});

describe("what the server refuses", () => {
  const problem = (pointer: string, message: string) => ({
    type: "invalid_input",
    title: "",
    status: 422,
    detail: null,
    related_id: null,
    errors: [{ pointer, message }],
  });

  it("is said in French under its field", () => {
    const number = problem("/note", "This holds a social security number: take it out");
    expect(refusedFields(number)?.fields.note).toContain("sécurité sociale");
    expect(refusedFields(problem("/person/phone", "No such number"))?.fields.phone).toContain(
      "Vérifiez-le",
    );
    expect(refusedFields(problem("/usual_professional_ids/0", "x"))?.fields).toHaveProperty(
      "usual_professional_ids",
    );
  });

  it("shows the words that look medical, to be taken out or confirmed", () => {
    const message =
      "These words look medical: cancer, fracture. Take them out, or confirm that they are not";
    expect(wordsShown(message)).toEqual(["cancer", "fracture"]);
    expect(refusedFields(problem("/note", message))).toEqual({
      fields: {},
      medicalWords: ["cancer", "fracture"],
    });
  });

  it("is left to the page when it is about no field", () => {
    expect(refusedFields({ ...problem("", ""), type: "duplicate_request" })).toBeNull();
    expect(refusedFields(new TypeError("offline"))).toBeNull();
  });
});
