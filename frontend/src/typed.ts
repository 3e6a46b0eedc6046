/** What people type in a form: days of birth and phones, read or found wanting. Pure. */

/** `12/03/2021` as `2021-03-12`; null when it is not a day of the calendar. */
export function isoDate(typed: string): string | null {
  const found = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(typed.trim());
  if (!found) return null;
  const [, day, month, year] = found;
  const iso = `${year}-${month}-${day}`;
  const read = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(iso) ? iso : null;
}

/** How many digits a French number lacks, or has too many (negative); 0 when it cannot be said. */
export function missingDigits(phone: string): number {
  const digits = phone.replace(/[\s.-]/g, "");
  return /^0\d*$/.test(digits) ? 10 - digits.length : 0;
}

/** What is wrong with a phone as typed, in one sentence, or null. */
export function phoneProblem(phone: string): string | null {
  const missing = missingDigits(phone);
  if (missing === 0) return null;
  const many = Math.abs(missing);
  const digits = `${many} chiffre${many > 1 ? "s" : ""}`;
  return missing > 0 ? `Il manque ${digits}.` : `Il y a ${digits} de trop.`;
}

/** What is wrong with a birth date as typed, in one sentence, or null. `today`: `2026-11-24`. */
export function birthDateProblem(typed: string, today: string): string | null {
  const iso = isoDate(typed);
  if (iso === null) return "Écrivez la date comme 12/03/2021.";
  return iso > today ? "Cette date est à venir. Vérifiez l’année." : null;
}

/** What is said where the server refused a field of a person. */
export const PERSON_REFUSED = {
  family_name: "Écrivez le nom en lettres.",
  given_name: "Écrivez le prénom en lettres.",
  birth_date: "Cette date n’est pas possible. Vérifiez-la.",
  phone: "Ce numéro n’est pas reconnu. Vérifiez-le.",
  commune_insee: "Cette commune dépend d’une autre CPTS.",
  email: "Cette adresse n’est pas reconnue. Vérifiez-la, ou laissez vide.",
} as const;

export const NO_NUMBER = "Un numéro de sécurité sociale ne peut pas être gardé ici. Retirez-le.";

/** Whether a refusal of the server is about a social security number that was typed. */
export function isAboutNumber(message: string): boolean {
  return /social security/i.test(message);
}

/** The words that the server shows back: "These words look medical: cancer, fracture. Take them out…". */
export function wordsShown(message: string): string[] {
  const [, words = ""] = /:\s*(.+?)\.\s/.exec(`${message} `) ?? [];
  return words.split(",").flatMap((word) => word.trim() || []);
}
