import type {
  AttendingDoctorStatus,
  OpinionTemplate,
  OpinionUrgency,
  SecondOpinionRequestInput,
  Sex,
} from "../../api";
import { isProblem } from "../../problems";
import {
  birthDateProblem,
  isAboutNumber,
  isoDate,
  NO_NUMBER,
  PERSON_REFUSED,
  phoneProblem,
} from "../../typed";

/** What is typed, as typed. Empty text: nothing yet. */
export type FormState = {
  /** A group, or a colleague by name: never both. */
  group_id: string | null;
  colleague_id: string | null;
  specialty_code: string;
  urgency: OpinionUrgency;
  question: string;
  /** The answers to the questions of the specialty, by question. */
  facts: Record<string, string>;
  family_name: string;
  given_name: string;
  birth_date: string;
  sex: Sex | null;
  phone: string;
  commune_insee: string;
  sector: string;
  attending_doctor_status: AttendingDoctorStatus | null;
  attending_professional_id: string | null;
  informed: boolean;
};

export const EMPTY: FormState = {
  group_id: null,
  colleague_id: null,
  specialty_code: "",
  urgency: "few_days",
  question: "",
  facts: {},
  family_name: "",
  given_name: "",
  birth_date: "",
  sex: null,
  phone: "",
  commune_insee: "",
  sector: "",
  attending_doctor_status: null,
  attending_professional_id: null,
  informed: false,
};

export type FieldName = keyof FormState;
export type Problems = Partial<Record<FieldName, string | null>>;

const SHORTEST_QUESTION = 10;

/** The id of a field on the page: where an error leads. */
export function fieldId(name: FieldName): string {
  return `avis-${name.replaceAll("_", "-")}`;
}

/** The questions of the specialty that still wait for an answer. */
export function unanswered(form: FormState, template: OpinionTemplate | undefined): string[] {
  const required = template?.questions.filter((question) => question.required) ?? [];
  return required.map(({ label }) => label).filter((label) => !form.facts[label]?.trim());
}

/** What is still to fill or correct, by field, in the order of the page. `today`: `2026-11-24`. */
export function problemsOf(
  form: FormState,
  template: OpinionTemplate | undefined,
  today: string,
): Partial<Record<FieldName, string>> {
  const found: Problems = {};
  if (form.group_id === null && form.colleague_id === null) {
    found.group_id = "Choisissez un groupe, ou un confrère.";
  } else if (form.specialty_code === "") found.specialty_code = "Choisissez la spécialité.";
  const [missing] = unanswered(form, template);
  if (missing) found.facts = `Répondez aussi\u00a0: ${missing}.`;
  if (form.question.trim().length < SHORTEST_QUESTION) {
    found.question = "Écrivez votre question, en une phrase au moins.";
  }
  if (form.family_name.trim() === "") found.family_name = "Écrivez le nom.";
  if (form.given_name.trim() === "") found.given_name = "Écrivez le prénom.";
  found.birth_date = birthDateProblem(form.birth_date, today);
  if (form.sex === null) found.sex = "Choisissez F ou M.";
  found.phone = form.phone.trim() === "" ? "Écrivez un numéro." : phoneProblem(form.phone);
  if (form.commune_insee === "") found.commune_insee = "Choisissez la commune.";
  if (form.attending_doctor_status === null) {
    found.attending_professional_id = "Dites qui est le médecin traitant, ou qu’il n’y en a pas.";
  }
  if (!form.informed) found.informed = "Personne n’est sollicité avant que la personne le sache.";
  return Object.fromEntries(
    Object.entries(found).filter(([, sentence]) => sentence !== null),
  ) as Partial<Record<FieldName, string>>;
}

/** What is sent, once nothing is to correct any more. */
export function askInput(
  form: FormState,
  template: OpinionTemplate | undefined,
): SecondOpinionRequestInput {
  const labels = template?.questions.map(({ label }) => label) ?? [];
  return {
    ...(form.colleague_id !== null && { colleague_id: form.colleague_id }),
    ...(form.group_id !== null && { group_id: form.group_id }),
    person: {
      family_name: form.family_name.trim(),
      given_name: form.given_name.trim(),
      birth_date: isoDate(form.birth_date) ?? "",
      sex: form.sex ?? "female",
      phone: form.phone.trim(),
      commune_insee: form.commune_insee,
      sector: form.sector || null,
    },
    specialty_code: form.specialty_code,
    urgency: form.urgency,
    question: form.question.trim(),
    facts: labels.flatMap((label) => {
      const value = form.facts[label]?.trim();
      return value ? [{ label, value }] : [];
    }),
    attending_doctor_status: form.attending_doctor_status ?? "unknown",
    ...(form.attending_doctor_status === "known" && {
      attending_professional_id: form.attending_professional_id,
    }),
    informed: form.informed,
  };
}

const REFUSED: Partial<Record<FieldName, string>> = {
  ...PERSON_REFUSED,
  colleague_id: "Ce confrère n’est pas membre de la CPTS, ou c’est vous.",
  group_id: "Ce groupe n’existe plus. Choisissez-en un autre.",
  specialty_code: "Ce groupe répond pour une autre spécialité.",
  facts: "Les questions ont changé. Relisez-les.",
  attending_professional_id: "Choisissez le médecin traitant dans la liste.",
};

/** What the server refused (422), by field, in French; null when it is another refusal. */
export function refusedFields(error: unknown): Partial<Record<FieldName, string>> | null {
  if (!isProblem(error) || error.type !== "invalid_input" || !error.errors) return null;
  const fields: Partial<Record<FieldName, string>> = {};
  for (const { pointer, message } of error.errors) {
    const path = pointer.split("/").filter(Boolean);
    const name = (path[0] === "person" && path[1] ? path[1] : path[0]) as FieldName;
    fields[name] = isAboutNumber(message)
      ? NO_NUMBER
      : (REFUSED[name] ?? "Ce champ est à reprendre.");
  }
  return fields;
}
