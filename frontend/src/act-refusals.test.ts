import { expect, test } from "vitest";
import { actSentence } from "./act-refusals";
import { PROBLEM } from "./problems";

const refused = (...messages: string[]) => ({
  type: "invalid_input",
  title: "",
  status: 422,
  detail: null,
  errors: messages.map((message) => ({ pointer: "/x", message })),
});

test.each([
  [
    "The DAC needs 2 criteria: tick them, or do not hand over",
    "Pour le DAC, il faut au moins 2 critères\u00a0: cochez-les, ou n’orientez pas.",
  ],
  ["This day is past: correct it", "Ce jour est passé."],
  [
    "More than 60 days ahead: ask again nearer to the day",
    "C’est dans plus de 60 jours\u00a0: demandez plus près du jour.",
  ],
  [
    "Somebody is being asked already: cancel if this is not so any more",
    "Des professionnels sont déjà sollicités\u00a0: annulez la sortie si ce n’est plus vrai.",
  ],
  ["This need is there already", "Ce besoin est déjà là."],
  ["Words that nobody knows", PROBLEM.invalid_input],
])("« %s », asked in a sheet that has closed, is refused by its cause", (message, sentence) => {
  expect(actSentence(refused(message))).toBe(sentence);
});

test("any other refusal is said as everywhere", () => {
  const stale = { ...refused(), type: "stale_version", status: 412 };
  expect(actSentence(stale)).toBe(PROBLEM.stale_version);
});
