import { expect, it } from "vitest";
import { isEcho } from "./second-tap";

const FIRST = { x: 500, y: 900, at: 1_000, screen: "when" };

it("a second touch at once in the same place answers nothing on the next screen", () => {
  expect(isEcho(FIRST, { ...FIRST, x: 510, at: 1_250, screen: "consent" })).toBe(true);
});

it("two touches of the same key are two digits", () => {
  expect(isEcho(FIRST, { ...FIRST, at: 1_150 })).toBe(false);
});

it("whoever had time to read, or touches elsewhere, is heard", () => {
  expect(isEcho(FIRST, { ...FIRST, at: 1_700, screen: "consent" })).toBe(false);
  expect(isEcho(FIRST, { ...FIRST, y: 1_100, at: 1_250, screen: "consent" })).toBe(false);
  expect(isEcho(null, FIRST)).toBe(false);
});
