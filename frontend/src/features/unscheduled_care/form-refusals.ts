import { isProblem } from "../../problems";
import { isAboutNumber, NO_NUMBER, PERSON_REFUSED, wordsShown } from "../../typed";
import type { FieldName } from "./form";

/** What the server refused in a form, by field, in French. */
export type Refused = {
  fields: Partial<Record<FieldName, string>>;
  /** Words of the note that look medical, as typed: the author may say that they are not. */
  medicalWords: string[] | null;
};

const SENTENCE: Partial<Record<FieldName, string>> = {
  ...PERSON_REFUSED,
  requested_for_phone: "Ce numéro n’est pas reconnu. Vérifiez-le.",
  sector: "Choisissez un quartier de la liste, ou aucun.",
  attending_professional_id: "Choisissez le médecin traitant dans la liste.",
  usual_professional_ids: "Choisissez dans la liste, cinq personnes au plus.",
  note: "Cette note ne peut pas être gardée. Reprenez-la.",
};

/** `/person/phone` is the field `phone`; `/usual_professional_ids/0` the field that holds the list. */
function fieldOf(pointer: string): FieldName {
  const path = pointer.split("/").filter(Boolean);
  return (path[0] === "person" && path[1] ? path[1] : (path[0] ?? "note")) as FieldName;
}

/** Reads a refusal (422) of the form; null when it is another refusal. */
export function refusedFields(error: unknown): Refused | null {
  if (!isProblem(error) || error.type !== "invalid_input" || !error.errors) return null;
  const fields: Refused["fields"] = {};
  let medicalWords: string[] | null = null;
  for (const refused of error.errors) {
    const name = fieldOf(refused.pointer);
    if (isAboutNumber(refused.message)) fields[name] = NO_NUMBER;
    else if (name === "note" && /medical/i.test(refused.message)) {
      medicalWords = wordsShown(refused.message);
    } else fields[name] = SENTENCE[name] ?? "Ce champ est à reprendre.";
  }
  return { fields, medicalWords };
}
