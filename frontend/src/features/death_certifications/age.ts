import { birthDateProblem, isoDate } from "../../typed";

/** How old somebody was, as it is known when nobody has a paper: a day, or a range of years. Pure. */

export type KnownAge =
  | { kind: "born"; on: string }
  /** Both included, in whole years. */
  | { kind: "years"; from: number; to: number };

const OLDEST = 120;
/** "environ 85 ans" may be 80 or 90: the rules read the lower bound. */
const ABOUT = 5;
const ROUGHLY = /environ|vers|à peu près|~|≈|approx/i;

/**
 * What was typed, read: `12/03/1941`, `85`, `environ 85 ans`, `entre 70 et 80 ans`, `70-80`.
 *
 * @returns null when it says no age
 */
export function knownAge(typed: string): KnownAge | null {
  const text = typed.trim();
  const born = isoDate(text);
  if (born !== null) return { kind: "born", on: born };
  if (text.includes("/")) return null;
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  if (numbers.length === 0 || numbers.length > 2 || numbers.some((years) => years > OLDEST)) {
    return null;
  }
  const [first = 0, second] = numbers;
  if (second !== undefined) {
    return { kind: "years", from: Math.min(first, second), to: Math.max(first, second) };
  }
  const spread = ROUGHLY.test(text) ? ABOUT : 0;
  return {
    kind: "years",
    from: Math.max(0, first - spread),
    to: Math.min(OLDEST, first + spread),
  };
}

/** What is wrong with an age or a day of birth as typed, in one sentence, or null. `today`: `2026-11-24`. */
export function ageProblem(typed: string, today: string): string | null {
  const known = knownAge(typed);
  if (known === null)
    return "Écrivez une date comme 12/03/1941, ou un âge comme « environ 85 ans ».";
  if (known.kind === "years") return null;
  if (Number(today.slice(0, 4)) - Number(known.on.slice(0, 4)) > OLDEST) {
    return "Cette date donne plus de 120 ans. Vérifiez l’année.";
  }
  return birthDateProblem(typed, today);
}
