import type { DeathCertificationRequestInput, DeceasedInput } from "../../api";
import { isoDate } from "../../typed";
import { knownAge } from "./age";
import { type DeathForm, instantOf } from "./form";

const ADULT = 18;

type Options = { byPhone: boolean; confirmed: boolean };

function age(form: DeathForm): Pick<DeceasedInput, "birth_date" | "age_from" | "age_to"> {
  const known = knownAge(form.age);
  if (known?.kind === "born") return { birth_date: isoDate(form.age.trim()) };
  if (known) return { age_from: known.from, age_to: known.to };
  if (form.adult === "yes") return { age_from: ADULT };
  if (form.adult === "no") return { age_from: 0, age_to: ADULT - 1 };
  return {};
}

/** What is sent, once nothing is to correct any more. */
export function requestInput(form: DeathForm, options: Options): DeathCertificationRequestInput {
  const { byPhone, confirmed } = options;
  const text = (typed: string) => typed.trim() || null;
  const dated = form.death_precision === "exact" || form.death_precision === "approximate";
  const known = form.attending_doctor_status === "known";
  return {
    ...circumstancesInput(form),
    deceased: {
      family_name: text(form.family_name),
      given_name: text(form.given_name),
      sex: form.sex ?? "female",
      ...age(form),
    },
    place: {
      kind: form.place_kind ?? "other",
      address_line: form.address_line.trim(),
      access: text(form.access),
      commune_insee: form.commune_insee,
    },
    found_at: instantOf(form.found_day, form.found_time) ?? "",
    found_long_ago: form.found_long_ago,
    death_estimated_at: dated ? instantOf(form.death_day, form.death_time) : null,
    death_precision: form.death_precision ?? "unknown",
    people_present: text(form.people_present),
    attending_doctor_status: form.attending_doctor_status ?? "unknown",
    attending_professional_id: known ? form.attending_professional_id : null,
    attending_doctor_name: known ? text(form.attending_doctor_name) : null,
    attending_contact: known ? form.attending_contact : null,
    funeral_operator_waiting: form.funeral_operator_waiting,
    note: text(form.note),
    note_confirmed_not_medical: confirmed,
    requester: {
      kind: form.requester_kind ?? "health_professional",
      name: form.requester_name.trim(),
      function: form.requester_function.trim(),
      phone: form.requester_phone.trim(),
    },
    requested_for: byPhone ? text(form.requested_for) : null,
  };
}

/** The answers of the safety steps alone: enough to record that the law stopped the request. */
export function circumstancesInput(form: DeathForm) {
  return {
    certain: true,
    public_place: form.public_place ?? "unknown",
    violence: form.violence ?? "unknown",
    identified: form.identified ?? "unknown",
    adult: form.adult ?? "unknown",
    expected: form.expected ?? "unknown",
  } satisfies DeathCertificationRequestInput;
}
