import { expect, test } from "vitest";
import { hoursWords, otherMonth } from "./proof-words";
import { placesWords } from "./words";

test("months go on over the turn of a year", () => {
  expect(otherMonth("2026-01", -1)).toBe("2025-12");
  expect(otherMonth("2026-12", 1)).toBe("2027-01");
  expect(otherMonth("2026-11", -11)).toBe("2025-12");
});

test("hours are written with their minutes when there are some", () => {
  expect(hoursWords(120)).toBe("2\u00a0h");
  expect(hoursWords(125)).toBe("2\u00a0h\u00a005");
});

test("places say how many there were once somebody took one", () => {
  expect(placesWords(16, 16)).toBe("16 places");
  expect(placesWords(6, 16)).toBe("6 places sur 16");
  expect(placesWords(1, 4)).toBe("1 place sur 4");
});
