import type { FieldError } from "../../api";
import { isProblem } from "../../problems";
import type { FieldName } from "./form";

/** What the server refused in a form, by field, in French. */
export type Refused = {
  fields: Partial<Record<FieldName, string>>;
  /** Words of the note that look medical, as typed: the author may say that they are not. */
  medicalWords: string[] | null;
};

const NUMBER = "Un numéro de sécurité sociale ne peut pas être gardé ici. Retirez-le.";

const SENTENCE: Partial<Record<FieldName, string>> = {
  family_name: "Écrivez le nom en lettres.",
  given_name: "Écrivez le prénom en lettres.",
  birth_date: "Cette date n’est pas possible. Vérifiez-la.",
  phone: "Ce numéro n’est pas reconnu. Vérifiez-le.",
  requested_for_phone: "Ce numéro n’est pas reconnu. Vérifiez-le.",
  commune_insee: "Cette commune dépend d’une autre CPTS.",
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

/** The words that the server shows back: "These words look medical: cancer, fracture. Take them out…". */
export function wordsShown(message: string): string[] {
  const [, words = ""] = /:\s*(.+?)\.\s/.exec(`${message} `) ?? [];
  return words.split(",").flatMap((word) => word.trim() || []);
}

function isAboutNumber({ message }: FieldError): boolean {
  return /social security/i.test(message);
}

/** Reads a refusal (422) of the form; null when it is another refusal. */
export function refusedFields(error: unknown): Refused | null {
  if (!isProblem(error) || error.type !== "invalid_input" || !error.errors) return null;
  const fields: Refused["fields"] = {};
  let medicalWords: string[] | null = null;
  for (const refused of error.errors) {
    const name = fieldOf(refused.pointer);
    if (isAboutNumber(refused)) fields[name] = NUMBER;
    else if (name === "note" && /medical/i.test(refused.message)) {
      medicalWords = wordsShown(refused.message);
    } else fields[name] = SENTENCE[name] ?? "Ce champ est à reprendre.";
  }
  return { fields, medicalWords };
}
