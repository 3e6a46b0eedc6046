/** The four steps of a request, safety first: where one is, and what stops it. Pure. */

export type Said = "yes" | "no" | "unknown";

export type Step = "certain" | "circumstances" | "person" | "review";
export const STEPS = ["certain", "circumstances", "person", "review"] as const;

/** The five questions of the second step, as answered so far. */
export type Circumstances = {
  public_place: Said | null;
  violence: Said | null;
  identified: Said | null;
  adult: Said | null;
  expected: Said | null;
};

export type Question = keyof Circumstances;

export const QUESTION: Record<Question, { words: string; hint?: string }> = {
  public_place: { words: "Rue ou lieu ouvert au public\u00a0?" },
  violence: { words: "Traces de violence, ou quelque chose d’inhabituel\u00a0?" },
  identified: { words: "Connaît-on l’identité de la personne\u00a0?" },
  adult: { words: "La personne a plus de 18 ans\u00a0?" },
  expected: { words: "Le décès était attendu\u00a0?", hint: "Fin de vie, soins palliatifs" },
};

/**
 * Why nobody of the community may be sent (Code civil, art. 81; domain rules 1.2): the police comes first.
 * `15`: the death is not certain.
 */
export type Stop = "15" | "violence" | "unidentified";

/** What stops the request in what was answered; null: it goes on. */
export function stopOf(circumstances: Circumstances): Exclude<Stop, "15"> | null {
  if (circumstances.violence === "yes") return "violence";
  if (circumstances.identified === "no") return "unidentified";
  return null;
}

/** Questions that let nobody be asked until they are answered with yes or no (domain rules, 0.6). */
const NEEDED = ["public_place", "violence", "identified"] as const satisfies Question[];

/** The questions answered "Je ne sais pas" for which the request will wait. */
export function waitsFor(circumstances: Circumstances): Question[] {
  return NEEDED.filter((question) => circumstances[question] === "unknown");
}

/** The questions that nobody answered yet, in the order of the page. */
export function unanswered(circumstances: Circumstances): Question[] {
  return (Object.keys(QUESTION) as Question[]).filter((one) => circumstances[one] === null);
}
