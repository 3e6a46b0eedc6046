import type {
  AttendingDoctorAbsence,
  AttendingDoctorFiler,
  AttendingDoctorFormInput,
  Sex,
  WorkProof,
} from "../../../api";
import { isProblem } from "../../../problems";
import {
  birthDateProblem,
  isAboutNumber,
  isoDate,
  NO_NUMBER,
  PERSON_REFUSED,
  phoneProblem,
} from "../../../typed";
import { ASK } from "./words";

/** Stands for a commune that is none of the territory's. */
export const ELSEWHERE = "elsewhere";

export type Declared = "none" | "retires" | "declared";
export type Flag =
  | "long_term_illness"
  | "home_visit"
  | "wheelchair"
  | "social_cover"
  | "pregnancy"
  | "disability";

/** What is typed, as typed. Empty text: nothing yet. */
export type FormState = {
  filed_by: AttendingDoctorFiler | null;
  carer_name: string;
  carer_link: string;
  family_name: string;
  given_name: string;
  birth_date: string;
  sex: Sex | null;
  phone: string;
  email: string;
  commune_insee: string;
  sector: string;
  address_line: string;
  declared: Declared | null;
  retires_on: string;
  absence_reason: AttendingDoctorAbsence | null;
  former_doctor: string;
  flags: Flag[];
  household: string;
  interpreter: string;
  consent: boolean;
};

export type FieldName = keyof FormState;
export type Problems = Partial<Record<FieldName, string | null>>;

export const EMPTY: FormState = {
  filed_by: null,
  carer_name: "",
  carer_link: "",
  family_name: "",
  given_name: "",
  birth_date: "",
  sex: null,
  phone: "",
  email: "",
  commune_insee: "",
  sector: "",
  address_line: "",
  declared: null,
  retires_on: "",
  absence_reason: null,
  former_doctor: "",
  flags: [],
  household: "",
  interpreter: "",
  consent: false,
};

/** The id of a field on the page: where an error leads. */
export function fieldId(name: FieldName): string {
  return `formulaire-${name}`;
}

const YOUNGEST = 16;

/** Is somebody born that day too young to declare a doctor? `today`: `2026-11-29`. */
export function isChild(birthDate: string, today: string): boolean {
  const iso = isoDate(birthDate);
  if (iso === null || iso > today) return false;
  return `${Number(iso.slice(0, 4)) + YOUNGEST}${iso.slice(4)}` > today;
}

/** Why this form is not for them: then nothing is sent, and the page says where to go. */
export function notForThem(
  form: FormState,
  today: string,
): "child" | "elsewhere" | "declared" | null {
  if (isChild(form.birth_date, today)) return "child";
  if (form.commune_insee === ELSEWHERE) return "elsewhere";
  return form.declared === "declared" ? "declared" : null;
}

/** What is missing or wrong, by field in the order of the page; empty when it can be sent. */
export function problemsOf(form: FormState, today: string): Problems {
  const found: Problems = {};
  if (form.filed_by === null) found.filed_by = ASK.filed_by;
  if (form.filed_by === "carer") {
    if (!form.carer_name.trim()) found.carer_name = ASK.carer_name;
    if (!form.carer_link.trim()) found.carer_link = ASK.carer_link;
  }
  if (!form.family_name.trim()) found.family_name = ASK.family_name;
  if (!form.given_name.trim()) found.given_name = ASK.given_name;
  const birth = birthDateProblem(form.birth_date, today);
  if (birth) found.birth_date = birth;
  if (form.sex === null) found.sex = ASK.sex;
  const phone = form.phone.trim() ? phoneProblem(form.phone) : ASK.phone;
  if (phone) found.phone = phone;
  if (!form.commune_insee) found.commune_insee = ASK.commune_insee;
  if (form.declared === null) found.declared = ASK.declared;
  if (form.declared === "retires" && isoDate(form.retires_on) === null) {
    found.retires_on = ASK.retires_on;
  }
  if (form.declared === "none" && form.absence_reason === null) {
    found.absence_reason = ASK.absence_reason;
  }
  if (!form.consent) found.consent = ASK.consent;
  return found;
}

function text(typed: string): string | null {
  return typed.trim() || null;
}

/** The form as the server takes it. Only a form without problems can be sent. */
export function inputOf(form: FormState, proof: WorkProof): AttendingDoctorFormInput {
  const said = (flag: Flag) => (form.flags.includes(flag) ? true : null);
  const retires = form.declared === "retires";
  const carer = form.filed_by === "carer";
  return {
    proof,
    filed_by: form.filed_by ?? "person",
    carer_name: carer ? text(form.carer_name) : null,
    carer_link: carer ? text(form.carer_link) : null,
    consent: form.consent,
    person: {
      family_name: form.family_name.trim(),
      given_name: form.given_name.trim(),
      birth_date: isoDate(form.birth_date) ?? "",
      sex: form.sex ?? "female",
      phone: form.phone,
      commune_insee: form.commune_insee,
      sector: text(form.sector),
      address_line: text(form.address_line),
    },
    email: text(form.email),
    declared_doctor: retires,
    retires_on: retires ? isoDate(form.retires_on) : null,
    absence_reason: retires ? "doctor_retires" : (form.absence_reason ?? "other"),
    former_doctor: text(form.former_doctor),
    household_without_doctor: form.household ? Number(form.household) : null,
    long_term_illness: said("long_term_illness"),
    home_visit: said("home_visit"),
    wheelchair: said("wheelchair"),
    social_cover: said("social_cover"),
    pregnancy: said("pregnancy"),
    disability: said("disability"),
    interpreter: text(form.interpreter),
  };
}

const FIELD_OF: Record<string, FieldName> = {
  declared_doctor: "declared",
  household_without_doctor: "household",
};

const REFUSED: Problems = {
  ...PERSON_REFUSED,
  retires_on: "Donnez son dernier jour, dans l’année qui vient.",
  sector: "Choisissez un quartier de la liste, ou aucun.",
};

/** What the server refused, by field; null when it is something else. */
export function refusedFields(error: unknown): Problems | null {
  if (!isProblem(error) || error.type !== "invalid_input" || !error.errors) return null;
  const found: Problems = {};
  for (const { pointer, message } of error.errors) {
    const path = pointer.split("/").filter(Boolean);
    const last = path.at(-1) ?? "";
    const name = FIELD_OF[last] ?? (last as FieldName);
    found[name] = isAboutNumber(message)
      ? NO_NUMBER
      : (REFUSED[name] ?? "Ce champ est à reprendre.");
  }
  return found;
}

/** Did the work of the browser not serve, or serve already? Then it works again. */
export function asksForWork(error: unknown): boolean {
  if (!isProblem(error)) return false;
  if (error.type === "idempotency_key_reused") return true;
  return error.errors?.some(({ pointer }) => pointer.startsWith("/proof")) ?? false;
}
