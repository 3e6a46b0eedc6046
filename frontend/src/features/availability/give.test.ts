import { describe, expect, it } from "vitest";
import { type GiveForm, giveProblems, giveRefusal, personOf } from "./give";

const TODAY = "2026-11-24";
const complete: GiveForm = {
  family_name: " Maurin ",
  given_name: "Odile",
  birth_date: "02/03/1958",
  sex: "female",
  phone: "06 39 98 51 40",
  commune_insee: "94081",
  address_line: "",
  need: "",
  mode: "office",
  day: TODAY,
  time: "09:20",
  minutes: "20",
};

function refusedAt(pointer: string, message: string) {
  const errors = [{ pointer, message }];
  return giveRefusal({ type: "invalid_input", title: "", status: 422, detail: null, errors });
}

describe("a time given to somebody", () => {
  it("names every field that is missing, and asks where to go for a visit only", () => {
    const empty = { ...complete, family_name: "", given_name: "", birth_date: "", phone: "" };
    expect(Object.keys(giveProblems({ ...empty, sex: null, time: "" }, TODAY))).toEqual([
      "family_name",
      "given_name",
      "birth_date",
      "sex",
      "phone",
      "time",
    ]);
    expect(giveProblems(complete, TODAY)).toEqual({});
    expect(giveProblems({ ...complete, mode: "home_visit" }, TODAY)).toHaveProperty("address_line");
  });

  it("sends the person as the API wants it, and an address for a visit only", () => {
    const typed = { ...complete, address_line: "3 rue des Lilas" };
    expect(personOf(typed)).toMatchObject({ family_name: "Maurin", birth_date: "1958-03-02" });
    expect(personOf(typed)).not.toHaveProperty("address_line");
    expect(personOf({ ...typed, mode: "home_visit" })).toHaveProperty("address_line");
  });

  it("says why it was refused, at its field when there is one", () => {
    expect(refusedAt("/starts_at", "You are closed at that time").fields.time).toContain("fermé");
    expect(refusedAt("/starts_at", "This time is past").fields.time).toContain("passée");
    expect(refusedAt("/person/phone", "Not a phone").fields.phone).toContain("pas reconnu");
    const taken = { type: "slot_taken", title: "", status: 409, detail: null, errors: null };
    expect(giveRefusal(taken)).toEqual({
      fields: {},
      sentence: "Cette heure est prise. Choisissez-en une autre.",
    });
  });
});
