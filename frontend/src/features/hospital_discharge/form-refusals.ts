import { isProblem } from "../../problems";
import { isAboutNumber, NO_NUMBER, PERSON_REFUSED, wordsShown } from "../../typed";
import type { FieldName, Problems } from "./form";

/** What the server refused in a discharge, by field of the form, in French. */
export type Refused = {
  fields: Problems;
  /** Words of the note that look medical, as typed: the author may say that they are not. */
  medicalWords: string[] | null;
};

const SENTENCE: Partial<Record<FieldName, string>> = {
  ...PERSON_REFUSED,
  planned_on: "Cette date n’est pas possible. Vérifiez-la.",
  caller_phone: "Ce numéro n’est pas reconnu. Vérifiez-le.",
  prescription_until: "Ces dates d’ordonnance ne vont pas. Vérifiez-les.",
  needs: "Ces besoins sont à reprendre.",
  note: "Cette note ne peut pas être gardée. Reprenez-la.",
};

const FIELD: Record<string, FieldName> = {
  lines: "needs",
  attending_doctor_status: "attending_professional_id",
};

/** `/person/phone` is the field `phone`; `/lines/0/frequency` the field of the nurse. */
function fieldOf(pointer: string): FieldName {
  const path = pointer.split("/").filter(Boolean);
  const [first = "note", second] = path;
  if (path.at(-1) === "frequency") return "frequency";
  const name = first === "person" && second ? second : first;
  return FIELD[name] ?? (name as FieldName);
}

/** Reads a refusal (422) of the form; null when it is another refusal. */
export function refusedFields(error: unknown): Refused | null {
  if (!isProblem(error) || error.type !== "invalid_input" || !error.errors) return null;
  const fields: Problems = {};
  let medicalWords: string[] | null = null;
  for (const { pointer, message } of error.errors) {
    const name = fieldOf(pointer);
    if (isAboutNumber(message)) fields[name] = NO_NUMBER;
    else if (name === "note" && /medical/i.test(message)) medicalWords = wordsShown(message);
    else fields[name] = SENTENCE[name] ?? "Ce champ est à reprendre.";
  }
  return { fields, medicalWords };
}
