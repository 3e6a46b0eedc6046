import type {
  AdultTie,
  AttendingDoctorContact,
  ProfessionalSummary,
  Sex,
  TeleconsultationHold,
  TeleconsultationKitItem,
  TeleconsultationReason,
  TeleconsultationSearchInput,
  TerritorialException,
} from "../../../api";
import { dayKey, type Instant, yearsOld } from "../../../time";
import { birthDateProblem, isoDate, phoneProblem } from "../../../typed";
import type { Booking } from "./bookings";

/** A booking made from the desk, as typed. Pure. */

export type DeskForm = {
  site_id: string;
  reason: TeleconsultationReason | null;
  family_name: string;
  given_name: string;
  birth_date: string;
  sex: Sex | null;
  phone: string;
  commune_insee: string;
  doctor: ProfessionalSummary | null;
  doctor_status: "none" | "unknown" | null;
  contact: AttendingDoctorContact | null;
  exception: TerritorialException;
  adult_name: string;
  tie: AdultTie | "";
  adult_phone: string;
  parental_consent: boolean;
  override_reason: string;
  helpers: TeleconsultationKitItem[];
  consent_video: boolean;
  consent_data: boolean;
  when: "soon" | "chosen";
  hold: TeleconsultationHold | null;
};

export const EMPTY: DeskForm = {
  site_id: "",
  reason: null,
  family_name: "",
  given_name: "",
  birth_date: "",
  sex: null,
  phone: "",
  commune_insee: "",
  doctor: null,
  doctor_status: null,
  contact: null,
  exception: "none",
  adult_name: "",
  tie: "",
  adult_phone: "",
  parental_consent: false,
  override_reason: "",
  helpers: [],
  consent_video: false,
  consent_data: false,
  when: "soon",
  hold: null,
};

export type Problems = Partial<Record<keyof DeskForm, string>>;

const ADULT_FROM = 18;
const REASON_MIN = 10;

export function fieldId(name: keyof DeskForm): string {
  return `teleconsultation-${name}`;
}

/** Whether an adult must come along. */
export function isMinor({ birth_date }: DeskForm, now: Instant): boolean {
  const day = isoDate(birth_date);
  return day !== null && yearsOld(day, now) < ADULT_FROM;
}

/** Every field that must be corrected before it is sent. */
export function problemsOf(form: DeskForm, now: Instant, mayOverride: boolean): Problems {
  const birth = birthDateProblem(form.birth_date, dayKey(now));
  const phone = form.phone ? phoneProblem(form.phone) : "Écrivez un numéro.";
  const found: Record<string, string | null | false> = {
    site_id: !form.site_id && "Choisissez le lieu.",
    reason: form.reason === null && "Choisissez le motif.",
    family_name: !form.family_name.trim() && "Écrivez le nom en lettres.",
    given_name: !form.given_name.trim() && "Écrivez le prénom en lettres.",
    birth_date: birth,
    sex: form.sex === null && "Choisissez.",
    phone,
    commune_insee: !form.commune_insee && "Choisissez la commune.",
    doctor: form.doctor === null && form.doctor_status === null && "Nommez-le, ou dites-le.",
    hold: form.when === "chosen" && form.hold === null && "Choisissez une heure.",
  };
  const overrides = mayOverride && form.override_reason.trim().length >= REASON_MIN;
  if (isMinor(form, now) && !overrides) {
    found.adult_name = !form.adult_name.trim() && "Écrivez le nom de l’adulte.";
    found.tie = !form.tie && "Dites le lien.";
    found.adult_phone = form.adult_phone ? phoneProblem(form.adult_phone) : "Écrivez un numéro.";
    found.parental_consent =
      !form.parental_consent && "Il faut l’accord d’un titulaire de l’autorité parentale.";
  }
  return Object.fromEntries(Object.entries(found).filter(([, sentence]) => sentence)) as Problems;
}

/** What is sent: what is held, or as soon as possible. */
export function bookingOf(form: DeskForm, now: Instant): Booking {
  const minor = isMinor(form, now);
  const override = form.override_reason.trim();
  const common = {
    reason: form.reason ?? "other",
    person: {
      family_name: form.family_name.trim(),
      given_name: form.given_name.trim(),
      birth_date: isoDate(form.birth_date) ?? "",
      sex: form.sex ?? "female",
      phone: form.phone,
      commune_insee: form.commune_insee,
    },
    attending_doctor_status: form.doctor ? "known" : (form.doctor_status ?? "unknown"),
    ...(form.doctor && { attending_professional_id: form.doctor.id }),
    ...(form.contact && { attending_contact: form.contact }),
    ...(minor &&
      form.adult_name.trim() && {
        minor: {
          adult_name: form.adult_name.trim(),
          tie: form.tie || "other",
          phone: form.adult_phone,
          parental_consent: form.parental_consent,
        },
      }),
    ...(minor && override && { override_reason: override }),
    ...(form.helpers.length > 0 && { helpers: form.helpers }),
    ...((form.consent_video || form.consent_data) && {
      consent: {
        by: minor ? "guardian" : "person",
        video: form.consent_video,
        data: form.consent_data,
      },
    }),
  } satisfies Omit<TeleconsultationSearchInput, "site_id">;
  if (form.when === "chosen" && form.hold) {
    const exception = form.exception === "none" ? {} : { territorial_exception: form.exception };
    return { held: { ...common, ...exception, hold_token: form.hold.token } };
  }
  return { soon: { ...common, site_id: form.site_id } };
}

/** Under which field what the server refused is said. */
export const FIELD_OF: Record<string, keyof DeskForm> = {
  site_id: "site_id",
  reason: "reason",
  "person.family_name": "family_name",
  "person.given_name": "given_name",
  "person.birth_date": "birth_date",
  "person.sex": "sex",
  "person.phone": "phone",
  "person.commune_insee": "commune_insee",
  attending_professional_id: "doctor",
  attending_contact: "contact",
  territorial_exception: "exception",
  minor: "adult_name",
  "minor.adult_name": "adult_name",
  "minor.phone": "adult_phone",
  "minor.parental_consent": "parental_consent",
  override_reason: "override_reason",
  hold_token: "hold",
};
