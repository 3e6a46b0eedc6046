import type {
  AttendingDoctorStatus,
  DischargeAutonomy,
  DischargeFragility,
  DischargeFrequency,
  DischargeNeed,
  HospitalDischargeRequestInput,
  Sex,
} from "../../api";
import { birthDateProblem, isoDate, phoneProblem } from "../../typed";

/** What is typed, as typed. Empty text: nothing yet. Days are `2026-11-24`. */
export type DischargeForm = {
  requested_for: string;
  family_name: string;
  given_name: string;
  birth_date: string;
  sex: Sex | null;
  phone: string;
  phone_of: string;
  address_line: string;
  commune_insee: string;
  sector: string;
  planned_on: string;
  needs: DischargeNeed[];
  frequency: DischargeFrequency | null;
  attending_doctor_status: AttendingDoctorStatus | null;
  attending_professional_id: string | null;
  usual_professional_ids: string[];
  autonomy: DischargeAutonomy;
  lives_alone: boolean;
  informed: boolean;
  prescription_signed: boolean;
  prescription_from: string;
  prescription_until: string;
  liaison_letter_sent: boolean;
  fragilities: DischargeFragility[];
  prado_proposed: boolean;
  caller_name: string;
  caller_phone: string;
  note: string;
};

export const EMPTY: DischargeForm = {
  requested_for: "",
  family_name: "",
  given_name: "",
  birth_date: "",
  sex: null,
  phone: "",
  phone_of: "",
  address_line: "",
  commune_insee: "",
  sector: "",
  planned_on: "",
  needs: [],
  frequency: null,
  attending_doctor_status: null,
  attending_professional_id: null,
  usual_professional_ids: [],
  autonomy: "unknown",
  lives_alone: false,
  informed: false,
  prescription_signed: false,
  prescription_from: "",
  prescription_until: "",
  liaison_letter_sent: false,
  fragilities: [],
  prado_proposed: false,
  caller_name: "",
  caller_phone: "",
  note: "",
};

export type FieldName = keyof DischargeForm;
export type Problems = Partial<Record<FieldName, string | null>>;

export const STEPS = ["person", "needs", "send"] as const;
export type Step = (typeof STEPS)[number];

/** Where each field is asked: a refusal leads back to its step. */
export const STEP_OF: Record<Step, readonly FieldName[]> = {
  person: [
    "requested_for",
    "family_name",
    "given_name",
    "birth_date",
    "sex",
    "phone",
    "phone_of",
    "address_line",
    "commune_insee",
    "sector",
    "planned_on",
  ],
  needs: ["needs", "frequency", "attending_professional_id", "usual_professional_ids"],
  send: ["prescription_from", "prescription_until", "caller_name", "caller_phone", "note"],
};

/** The id of a field on the page: where an error leads. */
export function fieldId(name: FieldName): string {
  return `sortie-${name.replaceAll("_", "-")}`;
}

/** What is still to fill or correct in a step. `today`: `2026-11-24`. */
export function problemsOf(step: Step, form: DischargeForm, today: string, byPhone: boolean) {
  const found: Problems = {};
  if (step === "person") {
    if (byPhone && form.requested_for.trim() === "") found.requested_for = "Dites quel service.";
    if (form.family_name.trim() === "") found.family_name = "Écrivez le nom.";
    if (form.given_name.trim() === "") found.given_name = "Écrivez le prénom.";
    found.birth_date = birthDateProblem(form.birth_date, today);
    if (form.sex === null) found.sex = "Choisissez F ou M.";
    found.phone = form.phone.trim() === "" ? "Écrivez un numéro." : phoneProblem(form.phone);
    if (form.address_line.trim() === "") found.address_line = "Écrivez l’adresse du retour.";
    if (form.commune_insee === "") found.commune_insee = "Choisissez la commune.";
    if (form.planned_on === "") found.planned_on = "Écrivez la date comme 03/12/2026.";
    else if (form.planned_on < today) found.planned_on = "Cette date est passée.";
  }
  if (step === "needs") {
    if (form.needs.length === 0) found.needs = "Choisissez au moins un besoin.";
    if (form.needs.includes("nurse") && form.frequency === null)
      found.frequency = "Dites combien de fois l’infirmier passe.";
    if (form.attending_doctor_status === null)
      found.attending_professional_id =
        "Cherchez le médecin traitant, ou dites qu’il n’y en a pas.";
    else if (form.attending_doctor_status === "known" && form.needs.includes("attending_doctor"))
      found.needs = "Le médecin traitant est connu : retirez ce besoin.";
  }
  if (step === "send") {
    if (form.caller_name.trim() === "") found.caller_name = "Écrivez qui répond dans le service.";
    found.caller_phone =
      form.caller_phone.trim() === "" ? "Écrivez un numéro." : phoneProblem(form.caller_phone);
    if (form.prescription_until && form.prescription_until < form.planned_on)
      found.prescription_until = "L’ordonnance finit avant le retour.";
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, sentence]) => sentence !== null),
  ) as Partial<Record<FieldName, string>>;
}

/** What is sent, once nothing is to correct any more. */
export function requestInput(
  form: DischargeForm,
  confirmedNotMedical: boolean,
): HospitalDischargeRequestInput {
  const text = (typed: string) => typed.trim() || null;
  const known = form.attending_doctor_status === "known" && form.attending_professional_id !== null;
  return {
    person: {
      family_name: form.family_name.trim(),
      given_name: form.given_name.trim(),
      birth_date: isoDate(form.birth_date) ?? "",
      sex: form.sex ?? "female",
      phone: form.phone.trim(),
      phone_of: text(form.phone_of),
      commune_insee: form.commune_insee,
      sector: text(form.sector),
      address_line: text(form.address_line),
    },
    planned_on: form.planned_on,
    lines: form.needs.map((need) => ({
      need,
      ...(need === "nurse" && form.frequency && { frequency: form.frequency }),
    })),
    attending_doctor_status: form.attending_doctor_status ?? "unknown",
    ...(known && { attending_professional_id: form.attending_professional_id ?? undefined }),
    usual_professional_ids: form.usual_professional_ids,
    autonomy: form.autonomy,
    lives_alone: form.lives_alone,
    informed: form.informed,
    prescription_signed: form.prescription_signed,
    prescription_from: text(form.prescription_from),
    prescription_until: text(form.prescription_until),
    liaison_letter_sent: form.liaison_letter_sent,
    fragilities: form.fragilities,
    prado_proposed: form.prado_proposed,
    caller_name: form.caller_name.trim(),
    caller_phone: form.caller_phone.trim(),
    note: text(form.note),
    note_confirmed_not_medical: confirmedNotMedical,
    requested_for: text(form.requested_for),
  };
}
