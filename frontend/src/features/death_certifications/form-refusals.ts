import { isProblem } from "../../problems";
import { isAboutNumber, NO_NUMBER, PERSON_REFUSED, wordsShown } from "../../typed";
import type { FieldName, Problems } from "./form";

/** What the server refused in a request, by field of the form, in French. */
export type Refused = {
  fields: Problems;
  /** Words that look like a cause or a diagnosis, as typed: the author may say that they are not. */
  medicalWords: string[] | null;
};

/** Where a pointer of the contract leads in the form, when its last part has another name there. */
const FIELD: Record<string, FieldName> = {
  birth_date: "age",
  age_from: "age",
  age_to: "age",
  kind: "place_kind",
  found_at: "found_time",
  estimated_at: "death_time",
  death_estimated_at: "death_time",
  precision: "death_precision",
  name: "requester_name",
  function: "requester_function",
  phone: "requester_phone",
  organisation_name: "requested_for",
};

const SENTENCE: Partial<Record<FieldName, string>> = {
  family_name: PERSON_REFUSED.family_name,
  given_name: PERSON_REFUSED.given_name,
  commune_insee: PERSON_REFUSED.commune_insee,
  age: "Cet âge n’est pas possible. Vérifiez-le.",
  requester_phone: PERSON_REFUSED.phone,
  found_time: "Cette heure n’est pas possible. Vérifiez-la.",
  death_time: "Cette heure n’est pas possible. Vérifiez-la.",
  note: "Ce texte ne peut pas être gardé. Reprenez-le.",
};

/** Reads a refusal (422) of the form; null when it is another refusal. */
export function refusedFields(error: unknown): Refused | null {
  if (!isProblem(error) || error.type !== "invalid_input" || !error.errors) return null;
  const fields: Problems = {};
  let medicalWords: string[] | null = null;
  for (const { pointer, message } of error.errors) {
    const last = pointer.split("/").filter(Boolean).at(-1) ?? "note";
    const name = FIELD[last] ?? (last as FieldName);
    if (isAboutNumber(message)) fields[name] = NO_NUMBER;
    else if (/medical|cause/i.test(message)) {
      medicalWords = [...(medicalWords ?? []), ...wordsShown(message)];
    } else fields[name] = SENTENCE[name] ?? "Ce champ est à reprendre.";
  }
  return { fields, medicalWords };
}
