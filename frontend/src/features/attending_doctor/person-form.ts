import type {
  AttendingDoctorAbsence,
  AttendingDoctorRequestInput,
  AttendingDoctorSource,
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

/** What is typed of a person who looks for a doctor, as typed. Empty text: nothing yet. */
export type PersonForm = {
  family_name: string;
  given_name: string;
  birth_date: string;
  sex: Sex | null;
  phone: string;
  email: string;
  address_line: string;
  commune_insee: string;
  sector: string;
  absence_reason: AttendingDoctorAbsence | null;
  retires_on: string;
  former_doctor: string;
  household: string;
  discharged_on: string;
  interpreter: string;
  /** Those that are so: what is not ticked is not answered. */
  facts: Fact[];
  informed: boolean;
  source: AttendingDoctorSource | null;
  requested_for: string;
};

export type Fact =
  | "long_term_illness"
  | "home_visit"
  | "wheelchair"
  | "social_cover"
  | "pregnancy"
  | "disability";

export const FACTS: Record<Fact, string> = {
  long_term_illness: "En ALD",
  home_visit: "Ne peut pas se déplacer, visites seulement",
  wheelchair: "Se déplace en fauteuil",
  pregnancy: "Enceinte",
  disability: "En situation de handicap",
  social_cover: "C2S ou AME",
};

export const EMPTY: PersonForm = {
  family_name: "",
  given_name: "",
  birth_date: "",
  sex: null,
  phone: "",
  email: "",
  address_line: "",
  commune_insee: "",
  sector: "",
  absence_reason: null,
  retires_on: "",
  former_doctor: "",
  household: "",
  discharged_on: "",
  interpreter: "",
  facts: [],
  informed: false,
  source: null,
  requested_for: "",
};

export type FieldName = keyof PersonForm;
export type Problems = Partial<Record<FieldName, string>>;

const HOUSEHOLD_MOST = 12;

/** The id of a field on the page: where an error leads. */
export function fieldId(name: FieldName): string {
  return `medecin-${name.replaceAll("_", "-")}`;
}

/** What is still to fill or correct, in the order of the page. `today`: `2026-11-24`. */
export function problemsOf(form: PersonForm, today: string, byPhone: boolean): Problems {
  const found: Partial<Record<FieldName, string | null>> = {};
  if (byPhone && form.source === null) found.source = "Dites qui fait connaître cette personne.";
  if (form.family_name.trim() === "") found.family_name = "Écrivez le nom.";
  if (form.given_name.trim() === "") found.given_name = "Écrivez le prénom.";
  found.birth_date = birthDateProblem(form.birth_date, today);
  if (form.sex === null) found.sex = "Choisissez F ou M.";
  found.phone = form.phone.trim() === "" ? "Écrivez un numéro." : phoneProblem(form.phone);
  if (form.commune_insee === "") found.commune_insee = "Choisissez la commune.";
  if (form.absence_reason === null) found.absence_reason = "Choisissez une raison.";
  if (form.absence_reason === "doctor_retires" && form.retires_on === "") {
    found.retires_on = "Écrivez son dernier jour.";
  }
  const household = Number(form.household);
  if (form.household && !(household >= 1 && household <= HOUSEHOLD_MOST)) {
    found.household = `Un nombre de 1 à ${HOUSEHOLD_MOST}.`;
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, sentence]) => sentence !== null),
  ) as Problems;
}

const text = (typed: string) => typed.trim() || null;

/** What is sent, once nothing is to correct any more. */
export function requestInput(form: PersonForm): AttendingDoctorRequestInput {
  const said = (fact: Fact) => form.facts.includes(fact) || null;
  const retires = form.absence_reason === "doctor_retires";
  return {
    person: {
      family_name: form.family_name.trim(),
      given_name: form.given_name.trim(),
      birth_date: isoDate(form.birth_date) ?? "",
      sex: form.sex ?? "female",
      phone: form.phone.trim(),
      commune_insee: form.commune_insee,
      sector: text(form.sector),
      address_line: text(form.address_line),
    },
    email: text(form.email),
    informed: form.informed,
    declared_doctor: retires,
    retires_on: retires ? text(form.retires_on) : null,
    absence_reason: form.absence_reason ?? "other",
    former_doctor: text(form.former_doctor),
    household_without_doctor: form.household ? Number(form.household) : null,
    long_term_illness: said("long_term_illness"),
    home_visit: said("home_visit"),
    wheelchair: said("wheelchair"),
    social_cover: said("social_cover"),
    pregnancy: said("pregnancy"),
    disability: said("disability"),
    discharged_on: text(form.discharged_on),
    interpreter: text(form.interpreter),
    for_organisation: form.source,
    requested_for: text(form.requested_for),
  };
}

const SENTENCE: Problems = {
  ...PERSON_REFUSED,
  birth_date:
    "Il faut 16 ans. Avant, le suivi d’un pédiatre ou d’un généraliste suffit, sans déclaration.",
  sector: "Choisissez un quartier de la liste, ou aucun.",
  retires_on: "Donnez son dernier jour, dans l’année qui vient.",
  informed: "Cette personne s’était opposée. Elle ne se saisit qu’avec son accord.",
  discharged_on: "Ce jour n’est pas possible. Vérifiez-le.",
};

const FIELD: Record<string, FieldName> = {
  household_without_doctor: "household",
  declared_doctor: "retires_on",
  for_organisation: "source",
};

/** Reads a refusal (422) of the form, by field; null when it is another refusal. */
export function refusedFields(error: unknown): Problems | null {
  if (!isProblem(error) || error.type !== "invalid_input" || !error.errors) return null;
  const fields: Problems = {};
  for (const { pointer, message } of error.errors) {
    const last = pointer.split("/").filter(Boolean).at(-1) ?? "family_name";
    const name = FIELD[last] ?? (last as FieldName);
    fields[name] = isAboutNumber(message)
      ? NO_NUMBER
      : (SENTENCE[name] ?? "Ce champ est à reprendre.");
  }
  return fields;
}
