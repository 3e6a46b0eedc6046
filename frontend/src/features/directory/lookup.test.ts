import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { DirectoryEntries, DirectoryEntry, SearchVocabulary } from "../../api";
import { everybodyOf, lookUp } from "./lookup";
import type { DirectorySearch, Place } from "./search";
import { plainWords } from "./understanding";

type Flag = boolean | null;
type Cases = {
  people: number;
  families: string[];
  given: string[];
  professions: string[];
  specialties: string[][];
  communes: [string, string][];
  flags: [Flag, Flag, boolean][];
  near: Place;
  unverified_km: number;
  vocabulary: SearchVocabulary;
  answers: {
    search: DirectorySearch & { near?: true };
    total: number;
    understood: string[];
    first: number[];
  }[];
};

const COUNTED_UP_TO = 1000;
const file = resolve(import.meta.dirname, "../../../../tests/directory/lookup_cases.json");
const cases: Cases = JSON.parse(readFileSync(file, "utf-8"));

function pick<T>(list: T[], at: number): T {
  return list[at % list.length] as T;
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function luhn(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** The person of that number, as tests/directory/lookup_cases.py makes them. */
function person(number: number): DirectoryEntry {
  const family = pick(cases.families, number);
  const given = pick(cases.given, Math.floor(number / cases.families.length));
  const profession = pick(cases.professions, number);
  const [insee] = pick(cases.communes, number);
  const flags = number % 9 === 0 ? pick(cases.flags, Math.floor(number / 9)) : null;
  const body = `19${String(number).padStart(8, "0")}`;
  const words = [family, given].map(plainWords);
  const joined = words.map((some) => some.join(""));
  return {
    id: String(number),
    name: `${given} ${family}`,
    search_text: ` ${[...words.flat(), ...joined].join(" ")} `,
    rpps: `${body}${luhn(body)}`,
    profession_code: profession,
    specialty_codes: profession === "10" ? pick(cases.specialties, number) : [],
    is_member: flags !== null,
    accepts_new_patients: flags?.[0] ?? null,
    home_visits: flags?.[1] ?? null,
    unscheduled_care: flags?.[2] ?? false,
    unconfirmed_since: number % 27 === 0 ? "2025-06-01" : null,
    places: [
      {
        id: String(number),
        name: null,
        address_line: null,
        commune_insee: insee,
        sector: null,
        latitude: rounded(48.75 + (number % 97) / 1000),
        longitude: rounded(2.35 + (number % 89) / 1000),
        phone: null,
      },
    ],
  };
}

const people = Array.from({ length: cases.people }, (_, number) => person(number));
people.sort((one, other) =>
  one.search_text === other.search_text
    ? Number(one.id) - Number(other.id)
    : one.search_text < other.search_text
      ? -1
      : 1,
);
const entries: DirectoryEntries = {
  complete: true,
  items: people,
  unverified_km: cases.unverified_km,
  professions: [],
  specialties: [],
  communes: cases.communes.map(([code, label]) => ({ code, label, within: [code] })),
  places: cases.communes.map(([code, label]) => ({ code, label })),
  vocabulary: cases.vocabulary,
};
const everybody = everybodyOf(entries);

describe("the search among everybody", () => {
  it("gives who stays found from one key to the next as the same object, until something of it changes", () => {
    const seen = (q: string, near: Place | null) =>
      new Map(lookUp(everybody, { q }, near, 50).hits.map((hit) => [hit.professional.id, hit]));
    const before = seen("mor", cases.near);
    const stayed = [...seen("more", cases.near)].filter(([id]) => before.has(id));
    expect(stayed.length).toBeGreaterThan(0);
    for (const [id, hit] of stayed) expect(hit).toBe(before.get(id));
    for (const [id, hit] of seen("more", null)) {
      expect(hit).not.toBe(before.get(id));
      expect(hit.distance_km).toBeNull();
    }
  });

  it.each(cases.answers.map((answer) => [JSON.stringify(answer.search), answer] as const))(
    "answers %s as the server does",
    (_, { search, total, understood, first }) => {
      const near = search.near ? cases.near : null;
      const found = lookUp(everybody, search, near, first.length);
      expect(Math.min(found.total, COUNTED_UP_TO)).toBe(total);
      expect(found.understood).toEqual(understood);
      expect(found.hits.map((hit) => Number(hit.professional.id))).toEqual(first);
    },
  );
});
