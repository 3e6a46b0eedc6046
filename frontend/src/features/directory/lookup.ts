import type { DirectoryEntries, DirectoryEntry, DirectoryPlace, ProfessionalHit } from "../../api";
import type { DirectorySearch, Place } from "./search";
import {
  type Reading,
  readingOf,
  type Understood,
  understand,
  wrongLetters,
} from "./understanding";

/**
 * The search of the server, done here on everybody of the territory: the same people in the same order
 * (`api/directory/service/matching.py`, `ranking.py`, `spelling.py`), while one types.
 */

const WHOLE_WORD = 1;
const BEGINNING = 0.9;
const INSIDE = 0.75;
const RESEMBLING = 0.7;
const ENOUGH = 5;
const NEAR_KEPT = 8;
const NOWHERE_KM = 100_000;
const EARTH_RADIUS_KM = 6378.168;

/** Everybody, and what was prepared once to search among them. */
export type Everybody = {
  entries: DirectoryEntries;
  reading: Reading;
  /** The words of each name, in the order of the entries. */
  words: string[][];
  labels: {
    professions: Map<string, string>;
    specialties: Map<string, string>;
    places: Map<string, string>;
  };
  /** What was last made of each of them: who stays found from key to key is the same object, not drawn again. */
  made: Map<number, Made>;
};

/** `where`: the commune that was asked for. */
type Made = { near: Place | null; where: string | null; score: number; hit: ProfessionalHit };

export type LookedUp = { hits: ProfessionalHit[]; total: number; understood: string[] };

type Word = { typed: string; near: Map<string, number> };
type Wanted = {
  asked: Understood;
  within: ReadonlySet<string> | null;
  profession: string | undefined;
  visits: boolean;
  newPatients: boolean;
  unscheduled: boolean;
};
/** `km`: what one is ranked by, an unverified page being counted further away, or last without a place. */
type Ranked = { at: number; score: number; km: number };

/** Prepares a listing to be searched. */
export function everybodyOf(entries: DirectoryEntries): Everybody {
  const named = (labels: { code: string; label: string }[]) =>
    new Map(labels.map(({ code, label }) => [code, label]));
  return {
    entries,
    reading: readingOf(entries.vocabulary),
    words: entries.items.map((entry) => entry.search_text.trim().split(" ")),
    labels: {
      professions: named(entries.professions),
      specialties: named(entries.specialties),
      places: named(entries.places),
    },
    made: new Map(),
  };
}

/** Who fits, best first, among `only` these ids when given; only the first `limit` are made into hits. */
export function lookUp(
  everybody: Everybody,
  search: DirectorySearch,
  near: Place | null,
  limit: number,
  only: ReadonlySet<string> | null = null,
): LookedUp {
  const { communes, items } = everybody.entries;
  const q = search.q ?? "";
  let asked = understand(q, everybody.reading, communes);
  const names = new Set(
    asked.doubtful.filter((word) => items.some((entry) => entry.search_text.includes(` ${word}`))),
  );
  if (names.size > 0) asked = understand(q, everybody.reading, communes, names);
  const insee = search.commune ?? asked.commune;
  const wanted: Wanted = {
    asked,
    within:
      insee === null
        ? null
        : new Set(communes.find((one) => one.code === insee)?.within ?? [insee]),
    profession: search.profession,
    visits: asked.homeVisits || search.visites === true,
    newPatients: asked.newPatients || search.nouveaux === true,
    unscheduled: asked.unscheduledCare || search.snp === true,
  };
  const others = items.flatMap((entry, at) =>
    fits(entry, wanted) && (only === null || only.has(entry.id)) ? [at] : [],
  );
  let words: Word[] = asked.names.map((typed) => ({ typed, near: new Map() }));
  let found = named(everybody, others, words);
  if (words.length > 0 && found.length < ENOUGH) {
    words = withNear(everybody, others, words);
    found = named(everybody, others, words);
  }
  const ranked = inOrder(everybody, found, words, near, wanted.within);
  const territory = new Set(communes.flatMap((one) => one.within));
  return {
    hits: ranked
      .slice(0, limit)
      .map((one) =>
        hitMade(everybody, one, near, insee, () =>
          hitOf(everybody, one, near, wanted.within, territory),
        ),
      ),
    total: ranked.length,
    understood: asked.labels,
  };
}

function fits(entry: DirectoryEntry, wanted: Wanted): boolean {
  const { asked, within } = wanted;
  if (asked.rpps !== null && entry.rpps !== asked.rpps) return false;
  if (within && !entry.places.some((place) => within.has(place.commune_insee))) return false;
  if (asked.professions.size > 0 && !asked.professions.has(entry.profession_code)) return false;
  if (wanted.profession && entry.profession_code !== wanted.profession) return false;
  if (
    asked.specialties.size > 0 &&
    !entry.specialty_codes.some((code) => asked.specialties.has(code))
  ) {
    return false;
  }
  if (wanted.newPatients && entry.accepts_new_patients !== true) return false;
  if (wanted.visits && entry.home_visits !== true) return false;
  return !wanted.unscheduled || entry.unscheduled_care;
}

function holds(everybody: Everybody, at: number, { typed, near }: Word): boolean {
  if (everybody.entries.items[at]?.search_text.includes(typed)) return true;
  return near.size > 0 && (everybody.words[at] ?? []).some((word) => near.has(word));
}

function named(everybody: Everybody, among: number[], words: Word[]): number[] {
  return words.length === 0
    ? among
    : among.filter((at) => words.every((word) => holds(everybody, at, word)));
}

/** The words, each with the names that it may be a misspelling of: those that nobody bears are misspelt. */
function withNear(everybody: Everybody, others: number[], words: Word[]): Word[] {
  const held = words.map(
    (word) => words.length > 1 && others.some((at) => holds(everybody, at, word)),
  );
  const all = held.every(Boolean);
  const borne = new Set(others.flatMap((at) => everybody.words[at] ?? []));
  return words.map((word, at) =>
    held[at] && !all ? word : { ...word, near: near(word.typed, borne) },
  );
}

function near(typed: string, borne: ReadonlySet<string>): Map<string, number> {
  const found: { word: string; wrong: number }[] = [];
  for (const word of borne) {
    const wrong = wrongLetters(typed, word);
    if (wrong) found.push({ word, wrong });
  }
  found.sort((one, other) => one.wrong - other.wrong || (one.word < other.word ? -1 : 1));
  return new Map(
    found
      .slice(0, NEAR_KEPT)
      .map(({ word, wrong }) => [word, RESEMBLING * (1 - wrong / typed.length)]),
  );
}

/** Best fit, then nearest, then by name, in which the entries come; unverified pages after their equals. */
function inOrder(
  everybody: Everybody,
  found: number[],
  words: Word[],
  near: Place | null,
  within: ReadonlySet<string> | null,
): Ranked[] {
  const { items, unverified_km } = everybody.entries;
  const ranked = found.map((at) => {
    const entry = items[at] as DirectoryEntry;
    const stale = entry.unconfirmed_since !== null;
    const km =
      near === null
        ? Number(stale)
        : nearestKm(entry.places, near, within) + (stale ? unverified_km : 0);
    return { at, score: scoreOf(everybody, at, words), km };
  });
  return ranked.sort(
    (one, other) => other.score - one.score || one.km - other.km || one.at - other.at,
  );
}

function scoreOf(everybody: Everybody, at: number, words: Word[]): number {
  if (words.length === 0) return 1;
  const text = everybody.entries.items[at]?.search_text ?? "";
  let sum = 0;
  for (const { typed, near } of words) {
    if (text.includes(` ${typed} `)) sum += WHOLE_WORD;
    else if (text.includes(` ${typed}`)) sum += BEGINNING;
    else if (text.includes(typed)) sum += INSIDE;
    else {
      for (const [word, worth] of near) {
        if (!text.includes(` ${word} `)) continue;
        sum += worth;
        break;
      }
    }
  }
  return sum / words.length;
}

function kilometres(place: DirectoryPlace, from: Place): number | null {
  if (place.latitude === null || place.longitude === null) return null;
  const rad = Math.PI / 180;
  const north = Math.sin(((place.latitude - from.latitude) * rad) / 2) ** 2;
  const east = Math.sin(((place.longitude - from.longitude) * rad) / 2) ** 2;
  const chord = north + Math.cos(place.latitude * rad) * Math.cos(from.latitude * rad) * east;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

function nearestKm(
  places: DirectoryPlace[],
  from: Place,
  within: ReadonlySet<string> | null,
): number {
  const counted =
    places.length > 1 && within
      ? places.filter((place) => within.has(place.commune_insee))
      : places;
  const known = counted.flatMap((place) => kilometres(place, from) ?? []);
  return known.length > 0 ? Math.min(...known) : NOWHERE_KM;
}

/** The place to show: in the commune asked for, else the nearest, else one of the territory. */
function shownPlace(
  places: DirectoryPlace[],
  near: Place | null,
  within: ReadonlySet<string> | null,
  territory: ReadonlySet<string>,
): DirectoryPlace | undefined {
  const first = within ?? (near === null ? territory : null);
  const ordered = places.map((place) => ({
    place,
    out: first !== null && !first.has(place.commune_insee),
    km: near === null ? 0 : (kilometres(place, near) ?? NOWHERE_KM),
  }));
  ordered.sort((one, other) => Number(one.out) - Number(other.out) || one.km - other.km);
  return ordered[0]?.place;
}

function hitMade(
  { made }: Everybody,
  { at, score }: Ranked,
  near: Place | null,
  where: string | null,
  make: () => ProfessionalHit,
): ProfessionalHit {
  const known = made.get(at);
  if (known && known.near === near && known.where === where && known.score === score)
    return known.hit;
  const hit = make();
  made.set(at, { near, where, score, hit });
  return hit;
}

function hitOf(
  everybody: Everybody,
  { at, score }: Ranked,
  near: Place | null,
  within: ReadonlySet<string> | null,
  territory: ReadonlySet<string>,
): ProfessionalHit {
  const entry = everybody.entries.items[at] as DirectoryEntry;
  const { professions, specialties, places } = everybody.labels;
  const place = shownPlace(entry.places, near, within, territory);
  const km = place && near ? kilometres(place, near) : null;
  const [main] = entry.specialty_codes;
  return {
    professional: {
      id: entry.id,
      name: entry.name,
      profession_code: entry.profession_code,
      profession_label: professions.get(entry.profession_code) ?? "",
      specialty_label: main ? (specialties.get(main) ?? null) : null,
      sector: place?.sector ?? null,
      commune_name: place ? (places.get(place.commune_insee) ?? null) : null,
    },
    practice_id: place?.id ?? null,
    practice_name: place?.name ?? null,
    address_line: place?.address_line ?? null,
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    phone: place?.phone ?? null,
    distance_km: km === null ? null : Math.round(km * 100) / 100,
    is_member: entry.is_member,
    accepts_new_patients: entry.accepts_new_patients,
    home_visits: entry.home_visits,
    unscheduled_care: entry.unscheduled_care,
    unconfirmed_since: entry.unconfirmed_since,
    first_free_at: null,
    score: Math.round(score * 1000) / 1000,
  };
}
