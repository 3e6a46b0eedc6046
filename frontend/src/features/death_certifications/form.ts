import type {
  AttendingDoctorContact,
  AttendingDoctorStatus,
  DeathPlaceKind,
  DeathRequesterKind,
  Sex,
} from "../../api";
import { serverNow } from "../../clock";
import { dayKey, instantAt, millis } from "../../time";
import { phoneProblem } from "../../typed";
import { ageProblem, knownAge } from "./age";
import type { Circumstances, Said } from "./steps";

/** What is typed, as typed. Empty text: nothing yet. */
export type DeathForm = Circumstances & {
  certain: boolean;
  family_name: string;
  given_name: string;
  age: string;
  sex: Sex | null;
  place_kind: DeathPlaceKind | null;
  address_line: string;
  access: string;
  commune_insee: string;
  /** `2026-11-24`, `09:30`. */
  found_day: string;
  found_time: string;
  /** Found more than thirty days ago, and that is right. */
  found_long_ago: boolean;
  death_precision: "exact" | "approximate" | "unknown" | null;
  death_day: string;
  death_time: string;
  people_present: string;
  attending_doctor_status: AttendingDoctorStatus | null;
  attending_professional_id: string | null;
  /** Written by who may not search the directory. */
  attending_doctor_name: string;
  attending_contact: AttendingDoctorContact;
  funeral_operator_waiting: Said;
  note: string;
  requested_for: string;
  requester_kind: DeathRequesterKind | null;
  requester_name: string;
  requester_function: string;
  requester_phone: string;
};

export const EMPTY: DeathForm = {
  certain: false,
  public_place: null,
  violence: null,
  identified: null,
  adult: null,
  expected: null,
  family_name: "",
  given_name: "",
  age: "",
  sex: null,
  place_kind: null,
  address_line: "",
  access: "",
  commune_insee: "",
  found_day: "",
  found_time: "",
  found_long_ago: false,
  death_precision: null,
  death_day: "",
  death_time: "",
  people_present: "",
  attending_doctor_status: null,
  attending_professional_id: null,
  attending_doctor_name: "",
  attending_contact: "not_called",
  funeral_operator_waiting: "unknown",
  note: "",
  requested_for: "",
  requester_kind: null,
  requester_name: "",
  requester_function: "",
  requester_phone: "",
};

export type FieldName = keyof DeathForm;
export type Problems = Partial<Record<FieldName, string | null>>;

/** The id of a field on the page: where an error leads. */
export function fieldId(name: FieldName): string {
  return `deces-${name.replaceAll("_", "-")}`;
}

const ADULT = 18;
/** A clock may be some minutes ahead (domain rules 1.2). */
const SKEW_MS = 5 * 60_000;

/** The instant of a day and a time as typed; null while one is missing. */
export function instantOf(day: string, time: string): string | null {
  return day !== "" && time !== "" ? instantAt(day, time) : null;
}

function isToCome(at: string | null): boolean {
  return at !== null && millis(at) > serverNow() + SKEW_MS;
}

const LONG_AGO_MS = 30 * 24 * 60 * 60_000;

/** Older than what is believed without a confirmation (domain rules 1.2). */
export function isLongAgo(foundAt: string | null): boolean {
  return foundAt !== null && millis(foundAt) < serverNow() - LONG_AGO_MS;
}

function agesDisagree({ adult, age }: DeathForm): boolean {
  const known = knownAge(age);
  if (known === null) return false;
  if (known.kind === "years") {
    return (adult === "yes" && known.to < ADULT) || (adult === "no" && known.from >= ADULT);
  }
  const [year = 0, rest = ""] = [Number(known.on.slice(0, 4)), known.on.slice(4)];
  const grownOn = `${year + ADULT}${rest}`;
  const grown = grownOn <= dayKey(serverNow());
  return (adult === "yes" && !grown) || (adult === "no" && grown);
}

/** What is still to fill or correct on the page of the person, in the order of the page. */
export function personProblems(form: DeathForm): Problems {
  const found: Problems = {};
  const known = form.identified !== "unknown";
  const today = dayKey(serverNow());
  if (known && form.family_name.trim() === "") found.family_name = "Écrivez le nom.";
  if (known && form.given_name.trim() === "") found.given_name = "Écrivez le prénom.";
  if (form.age.trim() !== "") found.age = ageProblem(form.age, today);
  if (!found.age && agesDisagree(form)) {
    found.age =
      form.adult === "yes"
        ? "Cet âge est sous 18 ans, et vous avez dit plus de 18 ans."
        : "Cet âge passe 18 ans, et vous avez dit moins de 18 ans.";
  }
  if (form.sex === null) found.sex = "Choisissez F ou M.";
  if (form.place_kind === null) found.place_kind = "Choisissez le lieu.";
  if (form.address_line.trim() === "") found.address_line = "Écrivez l’adresse.";
  if (form.commune_insee === "") found.commune_insee = "Choisissez la commune.";
  const foundAt = instantOf(form.found_day, form.found_time);
  if (foundAt === null) found.found_time = "Écrivez une heure comme 7:30.";
  else if (isToCome(foundAt)) found.found_time = "Cette heure est à venir. Vérifiez-la.";
  else if (isLongAgo(foundAt) && !form.found_long_ago) {
    found.found_time = "C’est il y a plus de 30 jours. Corrigez le jour, ou confirmez-le.";
  }
  if (form.death_precision === "exact" || form.death_precision === "approximate") {
    const died = instantOf(form.death_day, form.death_time);
    if (died === null) found.death_time = "Écrivez une heure comme 7:30.";
    else if (isToCome(died)) found.death_time = "Cette heure est à venir. Vérifiez-la.";
    else if (foundAt !== null && millis(died) > millis(foundAt)) {
      found.death_time = "Le décès ne peut pas être après l’heure où la personne a été trouvée.";
    }
  }
  if (form.attending_doctor_status === null) {
    found.attending_professional_id =
      "Cherchez le médecin traitant, ou dites qu’on ne le sait pas.";
  }
  return onlyReal(found);
}

/** What is still to fill or correct on the last page. */
export function reviewProblems(form: DeathForm, byPhone: boolean): Problems {
  const found: Problems = {};
  if (byPhone && form.requested_for.trim() === "") found.requested_for = "Dites qui appelle.";
  if (form.requester_kind === null) found.requester_kind = "Choisissez.";
  if (form.requester_name.trim() === "") found.requester_name = "Écrivez votre nom.";
  if (form.requester_function.trim() === "") found.requester_function = "Dites votre fonction.";
  found.requester_phone =
    form.requester_phone.trim() === ""
      ? "Écrivez un numéro où l’on peut vous rappeler."
      : phoneProblem(form.requester_phone);
  return onlyReal(found);
}

function onlyReal(found: Problems): Problems {
  return Object.fromEntries(Object.entries(found).filter(([, sentence]) => sentence)) as Problems;
}
