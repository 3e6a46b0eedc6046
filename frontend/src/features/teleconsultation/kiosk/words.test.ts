import { describe, expect, it } from "vitest";
import { secondsLeft } from "./idle";
import { asName } from "./Keys";
import { filled, LANGUAGES, loadWords, timeLeft, toReview } from "./languages";
import { FR } from "./words/fr";

const holes = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe("the languages of the kiosk", () => {
  it.each(LANGUAGES)("$name says everything, with the same holes", async ({ code }) => {
    const words = await loadWords(code);
    for (const key of Object.keys(FR) as (keyof typeof FR)[]) {
      expect(words[key].trim(), key).not.toBe("");
      expect(holes(words[key]), key).toEqual(holes(FR[key]));
    }
  });

  it.each(LANGUAGES)("$name still names the 15 where French does", async ({ code }) => {
    const words = await loadWords(code);
    for (const key of Object.keys(FR) as (keyof typeof FR)[]) {
      if (FR[key].includes("15")) expect(words[key], key).toContain("15");
    }
  });

  it("are eight; all but French wait for somebody to read them", () => {
    expect(LANGUAGES).toHaveLength(8);
    expect(toReview()).toHaveLength(7);
  });

  it("count the time that is left in their own words", () => {
    const said = [599_000, 60_000, 59_900, -1].map((ms) => timeLeft(ms, "fr").replace(/\s/, " "));
    expect(said).toEqual(["10 minutes", "1 minute", "59 secondes", "0 seconde"]);
    expect(timeLeft(180_000, "ar")).toBe("3 دقائق");
    expect(timeLeft(180_000, "tr")).toBe("3 dakika");
  });

  it("have a sentence filled with what it names, and left alone otherwise", () => {
    expect(filled("dans {n} min, {left}", { n: 8 })).toBe("dans 8 min, {left}");
  });
});

it("a name that is touched in capitals is written as a name", () => {
  expect(["GASPARD", "Jean-L", "D'ORMEL", "DE LA TOUR"].map(asName)).toEqual([
    "Gaspard",
    "Jean-L",
    "D'Ormel",
    "De La Tour",
  ]);
});

it("nobody is asked before a minute, then has twenty seconds", () => {
  const patience = { quiet: 60, asked: 20 };
  expect(
    [0, 59_000, 60_000, 70_500, 80_000, 90_000].map((ms) => secondsLeft(ms, patience)),
  ).toEqual([null, null, 20, 10, 0, 0]);
});
