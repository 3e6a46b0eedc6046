import {
  type AppointmentInput,
  bookAppointment,
  bookGivenTime,
  type CareMode,
  type GivenTimeInput,
  type Need,
  type PersonInput,
} from "../../api";
import { isProblem, problemSentence } from "../../problems";
import {
  birthDateProblem,
  isAboutNumber,
  isoDate,
  NO_NUMBER,
  PERSON_REFUSED,
  phoneProblem,
} from "../../typed";
import type { TypedIdentity } from "../../ui/IdentityFields";
import { useWrite } from "../../writes";

/** Whom a time is given to, as typed. */
export type GiveForm = TypedIdentity & {
  phone: string;
  commune_insee: string;
  /** For a visit at home. */
  address_line: string;
  need: Need | "";
  mode: CareMode;
  day: string;
  time: string;
  minutes: string;
};

export type GiveField = keyof GiveForm | "practice_id";
export type GiveProblems = Partial<Record<GiveField, string | null>>;

/** What is still to fill or correct. `today`: `2026-11-24`. */
export function giveProblems(form: GiveForm, today: string): GiveProblems {
  const found: GiveProblems = {
    family_name: form.family_name.trim() ? null : "Écrivez le nom.",
    given_name: form.given_name.trim() ? null : "Écrivez le prénom.",
    birth_date: birthDateProblem(form.birth_date, today),
    sex: form.sex ? null : "Choisissez F ou M.",
    phone: form.phone.trim() ? phoneProblem(form.phone) : "Écrivez un numéro.",
    commune_insee: form.commune_insee ? null : "Choisissez la commune.",
    address_line:
      form.mode === "home_visit" && !form.address_line.trim()
        ? "Écrivez l’adresse de la visite."
        : null,
    time: form.time ? null : "Donnez une heure.",
  };
  return Object.fromEntries(Object.entries(found).filter(([, sentence]) => sentence !== null));
}

/** The person as it is sent, once nothing is to correct any more. */
export function personOf(form: GiveForm): PersonInput {
  return {
    family_name: form.family_name.trim(),
    given_name: form.given_name.trim(),
    birth_date: isoDate(form.birth_date) ?? "",
    sex: form.sex ?? "female",
    phone: form.phone,
    commune_insee: form.commune_insee,
    ...(form.mode === "home_visit" && { address_line: form.address_line.trim() }),
  };
}

/** A free slot, or a time outside any. */
export type Given =
  | { kind: "slot"; body: AppointmentInput }
  | { kind: "time"; body: GivenTimeInput };

/** Books a time for somebody who asked in person or on the phone. */
export function useGive() {
  return useWrite(async (given: Given, key: string) => {
    const headers = { "Idempotency-Key": key };
    const { data } =
      given.kind === "slot"
        ? await bookAppointment({ headers, body: given.body, throwOnError: true })
        : await bookGivenTime({ headers, body: given.body, throwOnError: true });
    return data;
  });
}

const REFUSED: GiveProblems = {
  ...PERSON_REFUSED,
  practice_id: "Dites à quel lieu.",
  minutes: "De 5 à 60 minutes.",
};

/** Why it was refused: by field where one can be named, else in one sentence. Nothing was booked. */
export function giveRefusal(error: unknown): { fields: GiveProblems; sentence: string | null } {
  if (!isProblem(error)) return { fields: {}, sentence: problemSentence(error, true) };
  if (error.type === "slot_taken")
    return { fields: {}, sentence: "Cette heure est prise. Choisissez-en une autre." };
  const fields: GiveProblems = {};
  for (const { pointer, message } of error.errors ?? []) {
    const name = pointer.split("/").at(-1) as GiveField | "starts_at";
    if (name === "starts_at") {
      fields.time = message.includes("closed")
        ? "Vous êtes fermé à ce moment-là. Rouvrez d’abord, ou choisissez une autre heure."
        : "Cette heure est passée. Choisissez-en une à venir.";
    } else fields[name] = isAboutNumber(message) ? NO_NUMBER : (REFUSED[name] ?? "À reprendre.");
  }
  const named = Object.keys(fields).length > 0;
  return { fields, sentence: named ? null : problemSentence(error, true) };
}
