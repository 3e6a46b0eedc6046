import type {
  AdultTie,
  AttendingDoctorContact,
  Kiosk,
  KioskReason,
  KioskSearchInput,
  ProfessionalSummary,
  Sex,
  TeleconsultationHold,
  TeleconsultationReason,
  TeleconsultationRedirect,
  TeleconsultationTime,
} from "../../../api";
import { dayKey, type Instant, millis, yearsOld } from "../../../time";
import { isoDate } from "../../../typed";

/** What a person answers at the kiosk, which question comes next, and what is sent of it. Pure. */

export type Step =
  | "reason"
  | "stop"
  | "given_name"
  | "family_name"
  | "birth"
  | "sex"
  | "phone"
  | "commune"
  | "adult"
  | "tie"
  | "parental"
  | "doctor"
  | "which"
  | "when"
  | "contact"
  | "consent"
  | "no_consent"
  | "confirm";

export type Draft = {
  reason: TeleconsultationReason | null;
  given_name: string;
  family_name: string;
  /** Digits alone: `04091961`. */
  birth: string;
  sex: Sex | null;
  phone: string;
  commune_insee: string | null;
  adult_name: string;
  tie: AdultTie | null;
  parental_consent: boolean | null;
  doctor_status: "known" | "none" | "unknown" | null;
  doctor: ProfessionalSummary | null;
  contact: AttendingDoctorContact | null;
  /** Null while nothing is chosen; `soon`: as soon as possible. */
  choice: "soon" | TeleconsultationTime | null;
  hold: TeleconsultationHold | null;
  agrees: boolean | null;
};

export const EMPTY: Draft = {
  reason: null,
  given_name: "",
  family_name: "",
  birth: "",
  sex: null,
  phone: "",
  commune_insee: null,
  adult_name: "",
  tie: null,
  parental_consent: null,
  doctor_status: null,
  doctor: null,
  contact: null,
  choice: null,
  hold: null,
  agrees: null,
};

const ADULT_FROM = 18;
const MONTHS_OF_INFANT = 3;
const MONTHS_PER_YEAR = 12;

/** `04091961` as `1961-09-04`; null when it is not a day that has come. */
export function birthDate(digits: string, now: Instant): string | null {
  const found = isoDate(`${digits.slice(0, 2)}/${digits.slice(2, 4)}/${digits.slice(4)}`);
  return found !== null && found <= dayKey(now) && yearsOld(found, now) < 130 ? found : null;
}

/** Whether a phone can be called: ten digits of a French number. */
export function isPhone(digits: string): boolean {
  return /^0[1-9]\d{8}$/.test(digits);
}

/** Whether an adult must come along (domain rules §4.2). */
export function isMinor({ birth }: Draft, now: Instant): boolean {
  const day = birthDate(birth, now);
  return day !== null && yearsOld(day, now) < ADULT_FROM;
}

function isInfant({ birth }: Draft, now: Instant): boolean {
  const day = birthDate(birth, now);
  if (day === null) return false;
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const [thisYear = 0, thisMonth = 0, today = 0] = dayKey(now).split("-").map(Number);
  const months = (thisYear - year) * MONTHS_PER_YEAR + thisMonth - month - (today < date ? 1 : 0);
  return months < MONTHS_OF_INFANT;
}

/** What the community does with a reason: null when a video is possible. */
export function redirectOf(
  reasons: readonly KioskReason[],
  draft: Draft,
  now: Instant,
): TeleconsultationRedirect | null {
  const of = (reason: TeleconsultationReason | null) =>
    reasons.find((one) => one.reason === reason)?.redirect ?? null;
  return of(draft.reason) ?? (isInfant(draft, now) ? of("infant_under_3_months") : null);
}

/** The reason that was refused: the age may be one that nobody chose. */
export function refusedReason(reasons: readonly KioskReason[], draft: Draft) {
  const chosen = reasons.find(({ reason }) => reason === draft.reason);
  return chosen?.redirect ? chosen.reason : ("infant_under_3_months" as const);
}

/** Whether another doctor than the usual one was chosen, whom nobody has called yet. */
function usualFirst({ choice, doctor, contact }: Draft): boolean {
  return (
    doctor !== null &&
    choice !== null &&
    choice !== "soon" &&
    choice.professional.id !== doctor.id &&
    contact === null
  );
}

/** The question after this one. The reason comes first: who is sent to the 15 is asked nothing else. */
export function stepAfter(step: Step, draft: Draft, kiosk: Kiosk, now: Instant): Step {
  switch (step) {
    case "reason":
      return redirectOf(kiosk.reasons, draft, now) ? "stop" : "given_name";
    case "given_name":
      return "family_name";
    case "family_name":
      return "birth";
    case "birth":
      return redirectOf(kiosk.reasons, draft, now) ? "stop" : "sex";
    case "sex":
      return isMinor(draft, now) ? "adult" : "phone";
    case "adult":
      return "tie";
    case "tie":
      return "parental";
    case "parental":
      return "phone";
    case "phone":
      return kiosk.communes.length > 1 ? "commune" : "doctor";
    case "commune":
      return "doctor";
    case "doctor":
      return draft.doctor_status === "known" ? "which" : "when";
    case "which":
      return "when";
    case "when":
      return usualFirst(draft) ? "contact" : "consent";
    case "contact":
      return "consent";
    case "consent":
      return draft.agrees ? "confirm" : "no_consent";
    default:
      return step;
  }
}

const PARTS: readonly (readonly Step[])[] = [
  ["reason", "stop"],
  [
    "given_name",
    "family_name",
    "birth",
    "sex",
    "adult",
    "tie",
    "parental",
    "phone",
    "commune",
    "doctor",
    "which",
  ],
  ["when", "contact"],
  ["consent", "no_consent", "confirm"],
];

/** How far one is, of four: why, who, when, agreed. */
export function partOf(step: Step): number {
  return PARTS.findIndex((part) => part.includes(step)) + 1;
}

/** What is sent of the person; the server refuses what is missing. */
export function inputOf(draft: Draft, kiosk: Kiosk, now: Instant): KioskSearchInput {
  const minor = isMinor(draft, now);
  return {
    reason: draft.reason ?? "other",
    person: {
      family_name: draft.family_name.trim(),
      given_name: draft.given_name.trim(),
      birth_date: birthDate(draft.birth, now) ?? "",
      sex: draft.sex ?? "female",
      phone: draft.phone,
      commune_insee: draft.commune_insee ?? kiosk.communes[0]?.insee ?? kiosk.commune_insee,
    },
    attending_doctor_status: draft.doctor_status ?? "unknown",
    ...(draft.doctor && { attending_professional_id: draft.doctor.id }),
    ...(draft.contact && { attending_contact: draft.contact }),
    ...(minor && {
      minor: {
        adult_name: draft.adult_name.trim(),
        tie: draft.tie ?? "other",
        phone: draft.phone,
        parental_consent: draft.parental_consent === true,
      },
    }),
    consent: { by: minor ? "guardian" : "person", video: true, data: true },
  };
}

/**
 * The times to show: the first of the usual doctor on top, the others by hour.
 *
 * @param page how many were looked at already, by threes
 */
export function shownTimes(
  times: readonly TeleconsultationTime[],
  doctorId: string | null,
  page: number,
  size: number,
): TeleconsultationTime[] {
  const own = times.find(({ professional }) => professional.id === doctorId);
  const others = times
    .filter((time) => time !== own)
    .sort((one, other) => millis(one.starts_at) - millis(other.starts_at));
  const ordered = own ? [own, ...others] : others;
  const pages = Math.max(1, Math.ceil(ordered.length / size));
  const start = (page % pages) * size;
  return ordered.slice(start, start + size);
}
