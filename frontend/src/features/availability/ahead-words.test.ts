import { expect, test } from "vitest";
import { aheadWords, closedWords, outsideWords } from "./ahead-words";

test("nothing is said of appointments that are not there", () => {
  expect([aheadWords(0), outsideWords(0), closedWords(0)]).toEqual([null, null, "Plage fermée"]);
});

test("one appointment is said as one", () => {
  for (const words of [aheadWords(1), outsideWords(1), closedWords(1)])
    expect(words).toMatch(/\bun rendez-vous\b/i);
});

test("several are counted", () => {
  for (const words of [aheadWords(3), outsideWords(3), closedWords(3)])
    expect(words).toContain("3 rendez-vous");
});
