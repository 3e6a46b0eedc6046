import { expect, test } from "vitest";
import type { AttendingDoctorListCheck } from "../../../api";
import { doneWord, enterWord, opposedWord } from "./words";

const CHECK: AttendingDoctorListCheck = {
  problem: null,
  missing: [],
  columns: [],
  lines: 3,
  ready: 2,
  known: 0,
  refused: 1,
  opposed: 1,
  faults: [],
};

test("the button of a list of oppositions alone says that it enters nobody", () => {
  expect(enterWord(CHECK)).toBe("Saisir 2 personnes");
  expect(enterWord({ ...CHECK, ready: 1 })).toBe("Saisir 1 personne");
  expect(enterWord({ ...CHECK, ready: 0 })).toBe("Prendre en compte 1 opposition");
  expect(enterWord({ ...CHECK, ready: 0, opposed: 2 })).toBe("Prendre en compte 2 oppositions");
});

test("what becomes of those who oppose is said before and after", () => {
  expect(opposedWord(2)).toBe(
    "2 personnes s’opposent\u00a0: une recherche en cours s’arrête, et l’identité est effacée.",
  );
  expect(doneWord({ imported: 1, known: 1, refused: 4, stopped: 1 })).toBe(
    "1 personne saisie. 1 était déjà connue. 1 recherche arrêtée\u00a0: la personne s’y oppose.",
  );
  expect(doneWord({ imported: 0, known: 0, refused: 4, stopped: 2 })).toBe(
    "0 personnes saisies. 2 recherches arrêtées\u00a0: ces personnes s’y opposent.",
  );
});
