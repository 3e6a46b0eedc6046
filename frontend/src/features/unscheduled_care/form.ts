import type {
  AttendingDoctorContact,
  AttendingDoctorStatus,
  Mobility,
  Need,
  Sex,
  UnscheduledCareDraftInput,
  UnscheduledCarePreviewInput,
  UnscheduledCareRequestInput,
  Urgency,
} from "../../api";
import { birthDateProblem, isoDate, phoneProblem } from "../../typed";

/** What is typed, as typed. Empty text: nothing yet. */
export type FormState = {
  family_name: string;
  given_name: string;
  birth_date: string;
  sex: Sex | null;
  phone: string;
  phone_of: string;
  commune_insee: string;
  sector: string;
  address_line: string;
  need: Need | null;
  urgency: Urgency;
  mobility: Mobility;
  attending_doctor_status: AttendingDoctorStatus | null;
  attending_professional_id: string | null;
  attending_contact: AttendingDoctorContact;
  usual_professional_ids: string[];
  interpreter: string;
  note: string;
  informed: boolean;
  requested_for: string;
  requested_for_phone: string;
};

export const EMPTY: FormState = {
  family_name: "",
  given_name: "",
  birth_date: "",
  sex: null,
  phone: "",
  phone_of: "",
  commune_insee: "",
  sector: "",
  address_line: "",
  need: null,
  urgency: "within_24_hours",
  mobility: "can_travel",
  attending_doctor_status: null,
  attending_professional_id: null,
  attending_contact: "not_called",
  usual_professional_ids: [],
  interpreter: "",
  note: "",
  informed: false,
  requested_for: "",
  requested_for_phone: "",
};

export type FieldName = keyof FormState;

/** The id of a field on the page: where an error leads. */
export function fieldId(name: FieldName): string {
  return `demande-${name.replaceAll("_", "-")}`;
}

/** What is still to fill or correct, by field, in the order of the page. `today`: `2026-11-24`. */
export function problemsOf(form: FormState, today: string, byPhone: boolean) {
  const found: Partial<Record<FieldName, string | null>> = {};
  if (byPhone && form.requested_for.trim() === "") found.requested_for = "Dites qui appelle.";
  if (form.requested_for_phone) found.requested_for_phone = phoneProblem(form.requested_for_phone);
  if (form.family_name.trim() === "") found.family_name = "Écrivez le nom.";
  if (form.given_name.trim() === "") found.given_name = "Écrivez le prénom.";
  found.birth_date = birthDateProblem(form.birth_date, today);
  if (form.sex === null) found.sex = "Choisissez F ou M.";
  found.phone = form.phone.trim() === "" ? "Écrivez un numéro." : phoneProblem(form.phone);
  if (form.commune_insee === "") found.commune_insee = "Choisissez la commune.";
  if (form.mobility === "home_visit" && form.address_line.trim() === "") {
    found.address_line = "Écrivez l’adresse de la visite.";
  }
  if (form.attending_doctor_status === null) {
    found.attending_professional_id = "Cherchez le médecin traitant, ou dites qu’il n’y en a pas.";
  }
  if (form.need === null) found.need = "Choisissez un motif.";
  return Object.fromEntries(
    Object.entries(found).filter(([, sentence]) => sentence !== null),
  ) as Partial<Record<FieldName, string>>;
}

function attending(form: FormState) {
  const known = form.attending_doctor_status === "known" && form.attending_professional_id !== null;
  return {
    attending_doctor_status: form.attending_doctor_status ?? ("unknown" as const),
    ...(known && {
      attending_professional_id: form.attending_professional_id ?? undefined,
      attending_contact: form.attending_contact,
    }),
    usual_professional_ids: form.usual_professional_ids,
  };
}

/** What is sent, once nothing is to correct any more. */
export function requestInput(
  form: FormState,
  confirmedNotMedical: boolean,
): UnscheduledCareRequestInput {
  const text = (typed: string) => typed.trim() || null;
  return {
    red_flags: [],
    person: {
      family_name: form.family_name.trim(),
      given_name: form.given_name.trim(),
      birth_date: isoDate(form.birth_date) ?? "",
      sex: form.sex ?? "female",
      phone: form.phone.trim(),
      phone_of: text(form.phone_of),
      commune_insee: form.commune_insee,
      sector: text(form.sector),
      address_line: form.mobility === "home_visit" ? text(form.address_line) : null,
    },
    need: form.need ?? undefined,
    urgency: form.urgency,
    mobility: form.mobility,
    ...attending(form),
    interpreter: text(form.interpreter),
    note: text(form.note),
    note_confirmed_not_medical: confirmedNotMedical,
    informed: form.informed,
    requested_for: text(form.requested_for),
    requested_for_phone: text(form.requested_for_phone),
  };
}

/** What the dry run needs, or null while the need or the commune is not said. */
export function previewInput(form: FormState): UnscheduledCarePreviewInput | null {
  if (form.need === null || form.commune_insee === "") return null;
  const birthDate = isoDate(form.birth_date);
  return {
    need: form.need,
    urgency: form.urgency,
    mobility: form.mobility,
    commune_insee: form.commune_insee,
    sector: form.sector || null,
    ...(birthDate && { birth_date: birthDate }),
    ...attending(form),
  };
}

/** What is kept on the server while typing: only what has been said. */
export function draftInput(form: FormState, checkedAt: string | null): UnscheduledCareDraftInput {
  const said = Object.entries(form).filter(
    ([, value]) => value !== null && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  return { ...Object.fromEntries(said), ...(checkedAt && { no_red_flag_at: checkedAt }) };
}

/** The form that a draft was. */
export function fromDraft({ no_red_flag_at: _, ...said }: UnscheduledCareDraftInput): FormState {
  return { ...EMPTY, ...said };
}

/** Has anything been typed that would be worth keeping? */
export function isBlank(form: FormState): boolean {
  const { commune_insee: _, ...typed } = form;
  const { commune_insee: __, ...empty } = EMPTY;
  return JSON.stringify(typed) === JSON.stringify(empty);
}
