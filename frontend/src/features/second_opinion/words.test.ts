import { expect, test } from "vitest";
import type { SecondOpinionRequest } from "../../api";
import { attendingWords } from "./words";

const words = (given: Partial<SecondOpinionRequest>) =>
  attendingWords({
    attending_professional: null,
    attending_told: "none",
    attending_doctor_status: "unknown",
    passed_on: false,
    ...given,
  } as SecondOpinionRequest);

test("without a name, it is said whether there is no attending doctor or whether they are not known", () => {
  expect(words({ attending_doctor_status: "none" })).toBe("aucun");
  expect(words({})).toBe("non connu de qui demande");
});
