import type { SearchMeaning, SearchVocabulary } from "../../api";

/**
 * What somebody means by « medecin vsite »: the reading of `api/directory/rules/understanding.py`, with the
 * server's own vocabulary, so that a search answers while one types. tests/directory/lookup_cases.json holds
 * both to the same answers.
 */

export type Understood = {
  /** Plain words left to look for in names. */
  names: string[];
  /** Words that were corrected or completed: should one be a name, understand again with it in `names`. */
  doubtful: string[];
  /** What was understood, in French. */
  labels: string[];
  professions: ReadonlySet<string>;
  specialties: ReadonlySet<string>;
  /** INSEE code of the commune that was named. */
  commune: string | null;
  rpps: string | null;
  homeVisits: boolean;
  newPatients: boolean;
  unscheduledCare: boolean;
};

type Expression = { words: string[]; meaning: SearchMeaning };
export type Commune = { code: string; label: string };

/** The vocabulary, ready to be read by. */
export type Reading = {
  exact: Map<string, SearchMeaning>;
  bySize: Map<number, Expression[]>;
  longest: number;
  titles: ReadonlySet<string>;
  small: ReadonlySet<string>;
};

const SHORTEST_CORRECTED = 5;
const SHORTEST_BEGINNING = 4;
const SHORTEST_COMMUNE = 5;
const RPPS_DIGITS = 11;
const LETTERS: Record<string, string> = { œ: "oe", æ: "ae", ø: "o", ł: "l", ß: "ss", đ: "d" };

/** Puts the vocabulary in order, once. */
export function readingOf(vocabulary: SearchVocabulary): Reading {
  const exact = new Map<string, SearchMeaning>();
  const bySize = new Map<number, Expression[]>();
  for (const meaning of vocabulary.meanings) {
    for (const expression of meaning.expressions) {
      const words = expression.split(" ");
      exact.set(expression, meaning);
      bySize.set(words.length, [...(bySize.get(words.length) ?? []), { words, meaning }]);
    }
  }
  return {
    exact,
    bySize,
    longest: Math.max(0, ...bySize.keys()),
    titles: new Set(vocabulary.titles),
    small: new Set(vocabulary.small_words),
  };
}

/** The words of a text without accents, case or punctuation: `L’Haÿ-les-Roses` gives l hay les roses. */
export function plainWords(text: string): string[] {
  const spread = text
    .toLowerCase()
    .replace(/[œæøłßđ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
  return spread.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function singular(word: string): string {
  return word.length > 4 && /[sx]$/.test(word) ? word.slice(0, -1) : word;
}

/** What `text` asks for. `names` are words known to be names, never corrected into something else. */
export function understand(
  text: string,
  reading: Reading,
  communes: readonly Commune[],
  names: ReadonlySet<string> = new Set(),
): Understood {
  let words = plainWords(text);
  const rpps = rppsOf(words);
  if (rpps !== null) return understood([], [], [], null, rpps);
  if (words.length > 1) {
    const untitled = words.filter((word) => !reading.titles.has(word));
    if (untitled.length > 0) words = untitled;
  }
  const found: SearchMeaning[] = [];
  const doubtful: string[] = [];
  let left: string[] = [];
  for (let at = 0; at < words.length; ) {
    const read = expression(words.slice(at), reading, names);
    if (read.meaning === null) left.push(words[at] ?? "");
    else {
      found.push(read.meaning);
      if (!read.sure) doubtful.push(...words.slice(at, at + read.size));
    }
    at += read.size;
  }
  const telling = left.filter((word) => !reading.small.has(word));
  if (telling.length > 0 || found.length > 0) left = telling;
  let commune: Commune | null = null;
  if (found.length > 0 && left.length > 0) {
    commune = communes.find((one) => isNamed(one.label, left, reading)) ?? null;
    if (commune) left = [];
  }
  return understood(found, left, doubtful, commune, null);
}

function understood(
  found: SearchMeaning[],
  left: string[],
  doubtful: string[],
  commune: Commune | null,
  rpps: string | null,
): Understood {
  const labels = found.map((meaning) => meaning.label);
  if (commune) labels.push(commune.label);
  if (rpps) labels.push(`RPPS ${rpps}`);
  return {
    names: [...new Set(left)],
    doubtful,
    labels: [...new Set(labels)],
    professions: new Set(found.flatMap((meaning) => meaning.professions)),
    specialties: new Set(found.flatMap((meaning) => meaning.specialties)),
    commune: commune?.code ?? null,
    rpps,
    homeVisits: found.some((meaning) => meaning.home_visits),
    newPatients: found.some((meaning) => meaning.new_patients),
    unscheduledCare: found.some((meaning) => meaning.unscheduled_care),
  };
}

function rppsOf(words: string[]): string | null {
  const digits = words.join("");
  if (!/^\d+$/.test(digits)) return null;
  const prefixed = digits.length === RPPS_DIGITS + 1 && digits.startsWith("8");
  return digits.length === RPPS_DIGITS || prefixed ? digits.slice(-RPPS_DIGITS) : null;
}

type Read = { size: number; meaning: SearchMeaning | null; sure: boolean };

/** The longest expression that begins here: word for word first, then with typos. */
function expression(words: string[], reading: Reading, names: ReadonlySet<string>): Read {
  const most = Math.min(reading.longest, words.length);
  for (let size = most; size > 0; size -= 1) {
    const meaning = reading.exact.get(words.slice(0, size).map(singular).join(" "));
    if (meaning) return { size, meaning, sure: true };
  }
  for (let size = most; size > 0; size -= 1) {
    const some = words.slice(0, size);
    if (some.some((word) => names.has(word))) continue;
    const meaning = nearest(some.map(singular), reading);
    if (meaning) return { size, meaning, sure: false };
  }
  return { size: 1, meaning: null, sure: true };
}

/** The meaning that these words say with typos, or begin to say; null when none or several. */
function nearest(said: string[], reading: Reading): SearchMeaning | null {
  let best = Number.POSITIVE_INFINITY;
  let meanings = new Map<string, SearchMeaning>();
  for (const { words, meaning } of reading.bySize.get(said.length) ?? []) {
    const cost = costOf(said, words);
    if (cost === null || cost > best) continue;
    if (cost < best) meanings = new Map();
    best = cost;
    meanings.set(meaning.label, meaning);
  }
  const [only] = meanings.values();
  return meanings.size === 1 && only ? only : null;
}

function costOf(said: string[], wanted: string[]): number | null {
  let total = 0;
  for (const [at, word] of said.entries()) {
    const cost = costOfWord(word, wanted[at] ?? "", said.length === 1);
    if (cost === null) return null;
    total += cost;
  }
  return total;
}

function costOfWord(word: string, wanted: string, alone: boolean): number | null {
  if (word === wanted) return 0;
  if (alone && word.length >= SHORTEST_BEGINNING && wanted.startsWith(word)) return 1;
  const allowed = word.length < SHORTEST_CORRECTED ? 0 : word.length < 8 ? 1 : 2;
  // The first letter is seldom wrong, and holding to it keeps most names from being corrected.
  if (allowed === 0 || word[0] !== wanted[0]) return null;
  return editsWithin(word, wanted, allowed);
}

function isNamed(label: string, words: string[], reading: Reading): boolean {
  const wanted = plainWords(label).filter((word) => !reading.small.has(word));
  const [only = ""] = words;
  if (words.join(" ") === wanted.join(" ")) return true;
  return words.length === 1 && only.length >= SHORTEST_COMMUNE && only === wanted[0];
}

/** How many letters may be wrong: one makes another short name, so short words must be right. */
export function wrongLettersAllowed(typed: string): number {
  return typed.length < 4 ? 0 : typed.length < 6 ? 1 : 2;
}

/** How many letters are wrong if `typed` is `name`; null when these are two names. */
export function wrongLetters(typed: string, name: string): number | null {
  return editsWithin(typed, name, wrongLettersAllowed(typed));
}

/** Letters added, dropped, changed or swapped with their neighbour; null beyond `most`. */
function editsWithin(one: string, other: string, most: number): number | null {
  if (Math.abs(one.length - other.length) > most) return null;
  let older: number[] = [];
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    [older, before] = [before, row];
    row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (before[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      let edits = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) edits = Math.min(edits, (older[j - 2] ?? 0) + 1);
      row.push(edits);
      least = Math.min(least, edits);
    }
    // A swap looks two rows back, so one more is still to be had.
    if (least > most + 1) return null;
  }
  const edits = row[other.length] ?? 0;
  return edits <= most ? edits : null;
}
