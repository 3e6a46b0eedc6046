import { expect, test } from "vitest";
import {
  asksForWork,
  ELSEWHERE,
  EMPTY,
  type FormState,
  inputOf,
  isChild,
  notForThem,
  problemsOf,
  refusedFields,
} from "./form";

const TODAY = "2026-11-29";
const PROOF = { challenge: "c", salt: "s", signature: "g", number: 1 };
const WHOLE: FormState = {
  ...EMPTY,
  filed_by: "person",
  family_name: " Lantier ",
  given_name: "Zoé",
  birth_date: "12/03/1941",
  sex: "female",
  phone: "06 39 98 01 61",
  commune_insee: "94081",
  declared: "none",
  absence_reason: "doctor_retired",
  flags: ["long_term_illness"],
  consent: true,
};

test("asks for everything that is needed, and only for that", () => {
  expect(Object.keys(problemsOf(EMPTY, TODAY))).toEqual([
    "filed_by",
    "family_name",
    "given_name",
    "birth_date",
    "sex",
    "phone",
    "commune_insee",
    "declared",
    "consent",
  ]);
  expect(problemsOf(WHOLE, TODAY)).toEqual({});
});

test("asks a carer who they are, and of a doctor who retires the last day", () => {
  const found = problemsOf({ ...WHOLE, filed_by: "carer", declared: "retires" }, TODAY);
  expect(Object.keys(found)).toEqual(["carer_name", "carer_link", "retires_on"]);
});

test("sixteen years are counted to the day", () => {
  expect(isChild("30/11/2010", TODAY)).toBe(true);
  expect(isChild("29/11/2010", TODAY)).toBe(false);
  expect(isChild("30/11/2026", TODAY)).toBe(false);
  expect(isChild("12/03", TODAY)).toBe(false);
});

test("says for whom the form is not", () => {
  expect(notForThem(WHOLE, TODAY)).toBeNull();
  expect(notForThem({ ...WHOLE, birth_date: "01/01/2020" }, TODAY)).toBe("child");
  expect(notForThem({ ...WHOLE, commune_insee: ELSEWHERE }, TODAY)).toBe("elsewhere");
  expect(notForThem({ ...WHOLE, declared: "declared" }, TODAY)).toBe("declared");
  expect(notForThem({ ...WHOLE, declared: "retires" }, TODAY)).toBeNull();
});

test("sends what was said, and nothing of a carer when there is none", () => {
  const sent = inputOf({ ...WHOLE, carer_name: "Mme Coste" }, PROOF);
  expect(sent.person).toMatchObject({ family_name: "Lantier", birth_date: "1941-03-12" });
  expect(sent).toMatchObject({
    carer_name: null,
    declared_doctor: false,
    absence_reason: "doctor_retired",
    long_term_illness: true,
    home_visit: null,
  });
});

test("a doctor who retires is a declared one, with a day", () => {
  const sent = inputOf({ ...WHOLE, declared: "retires", retires_on: "31/01/2027" }, PROOF);
  expect(sent).toMatchObject({
    declared_doctor: true,
    retires_on: "2027-01-31",
    absence_reason: "doctor_retires",
  });
});

function refusal(...errors: { pointer: string; message: string }[]) {
  return { type: "invalid_input", title: "", status: 422, errors };
}

test("puts what the server refused under its field", () => {
  const found = refusedFields(
    refusal(
      { pointer: "/person/phone", message: "This phone number lacks 1 digit(s)" },
      { pointer: "/declared_doctor", message: "This person has a doctor" },
      { pointer: "/person/address_line", message: "This holds a social security number" },
    ),
  );
  expect(Object.keys(found ?? {})).toEqual(["phone", "declared", "address_line"]);
  expect(found?.address_line).toMatch(/sécurité sociale/);
  expect(refusedFields({ type: "server_error" })).toBeNull();
});

test("works again for a proof that did not serve, or served before", () => {
  expect(asksForWork(refusal({ pointer: "/proof", message: "" }))).toBe(true);
  expect(asksForWork({ type: "idempotency_key_reused" })).toBe(true);
  expect(asksForWork(refusal({ pointer: "/consent", message: "" }))).toBe(false);
});
