import { expect, test } from "vitest";
import { fieldSentence, PROBLEM, problemSentence } from "./problems";

test.each([
  ["Give at least 1", "Au moins 1."],
  ["Give more than 0.5", "Plus de 0,5."],
  ["Give at most 40", "Au plus 40."],
  ["Give less than 3", "Moins de 3."],
  ["Give at least 2 item(s)", "C’est trop court\u00a0: au moins 2."],
  ["Give at most 20 items", "C’est trop long\u00a0: au plus 20."],
  ["Write at least 1 character(s)", "C’est trop court\u00a0: au moins 1."],
  ["Write at most 200 characters", "C’est trop long\u00a0: au plus 200."],
  ["Write a whole number", "Écrivez un nombre entier."],
  ["Write a number", "Écrivez un nombre."],
  ["Write a date that exists, for example 2026-03-31", "Cette date n’existe pas."],
  ["This is required: add it", "À remplir."],
  ["Words that nobody knows", "Ce champ est à reprendre."],
])("« %s » is said in French", (message, sentence) => {
  expect(fieldSentence(message)).toBe(sentence);
});

const problem = (type: string) => ({ type, title: "", status: 409, detail: null, errors: null });

test("what is kept is said where something was typed, and nowhere else", () => {
  const offline = new TypeError("Failed to fetch");
  expect(problemSentence(offline)).toBe("Pas de réseau. Réessayez.");
  expect(problemSentence(offline, true)).toBe("Pas de réseau. Réessayez. Votre saisie est gardée.");
  expect(problemSentence(problem("slot_taken"), true)).toMatch(/Votre saisie est gardée\.$/);
  for (const sentence of Object.values(PROBLEM)) expect(sentence).not.toMatch(/saisie/);
});

test("a page that must be loaded anew promises to keep nothing", () => {
  for (const type of ["malformed_request", "csrf_token_missing", "stale_version"]) {
    expect(problemSentence(problem(type), true)).toBe(problemSentence(problem(type)));
  }
});

test("a time that has passed sends nobody to the network: of some requests one other is asked", () => {
  expect(problemSentence(problem("offer_lapsed"))).toBe(
    "Le délai est passé\u00a0: la demande n’attend plus votre réponse. Rien à faire.",
  );
});
