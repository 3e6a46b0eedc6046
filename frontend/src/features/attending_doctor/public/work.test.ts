import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { numberOf } from "./work";

const salt = "00ff?expires=1796000000&";

function challengeOf(number: number): string {
  return createHash("sha256").update(`${salt}${number}`).digest("hex");
}

test("finds the number whose hash the server gave", () => {
  expect(numberOf({ challenge: challengeOf(123), salt, most: 200 })).toBe(123);
});

test("finds the first and the last number too", () => {
  expect(numberOf({ challenge: challengeOf(0), salt, most: 200 })).toBe(0);
  expect(numberOf({ challenge: challengeOf(200), salt, most: 200 })).toBe(200);
});

test("says that there is none", () => {
  expect(numberOf({ challenge: challengeOf(201), salt, most: 200 })).toBeNull();
});
