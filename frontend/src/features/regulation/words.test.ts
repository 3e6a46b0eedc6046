import { expect, test } from "vitest";
import { fromWords, hoursWords, otherMonth } from "./proof-words";
import { apartWords, placesWords } from "./words";

test("months go on over the turn of a year", () => {
  expect(otherMonth("2026-01", -1)).toBe("2025-12");
  expect(otherMonth("2026-12", 1)).toBe("2027-01");
  expect(otherMonth("2026-11", -11)).toBe("2025-12");
});

test("one appointment is said in the singular", () => {
  expect(fromWords("unscheduled_care", 1)).toBe("1 demande de soins non programmés");
  expect(fromWords("unscheduled_care", 2)).toBe("2 demandes de soins non programmés");
  expect(fromWords("direct", 1)).toBe("1 direct");
  expect(fromWords("sas", 1)).toBe("1 régulation du SAS");
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

test("times that start together are told apart by what differs, and by nothing else", () => {
  const at = (minutes: number, modes: ("office" | "home_visit" | "video")[], starts = "14:00") => ({
    starts_at: `2027-03-03T${starts}:00Z`,
    ends_at: `2027-03-03T14:${minutes}:00Z`,
    modes,
  });
  const short = at(15, ["office"]);
  const long = at(30, ["office"]);
  const far = at(15, ["video"]);
  const later = at(45, ["video"], "14:30");
  expect(apartWords(short, [short, later])).toBeNull();
  expect(apartWords(short, [short, long])).toBe("15\u00a0min");
  expect(apartWords(far, [short, far])).toBe("vidéo");
  expect(apartWords(long, [short, long, far])).toBe("30\u00a0min, au cabinet");
});
