import type { IdentityCorrection, IdentityField, PersonIdentity } from "../../api";
import { phoneWords } from "../../figures";
import { problemFields } from "../../problems";
import { numericDate } from "../../time";
import { birthDateProblem, isoDate, PERSON_REFUSED, phoneProblem } from "../../typed";
import { looksLikeEmail } from "../../ui/email";
import type { TypedIdentity } from "../../ui/IdentityFields";

/** Who somebody is and how to reach them, as typed to be put right. Pure. */

export type IdentityForm = TypedIdentity & {
  phone: string;
  phone_of: string;
  address_line: string;
  email: string;
};

export type IdentityProblems = Partial<Record<IdentityField, string>>;

/** What is written now. */
export function identityForm(identity: PersonIdentity): IdentityForm {
  return {
    family_name: identity.family_name,
    given_name: identity.given_name,
    birth_date: identity.birth_date ? numericDate(identity.birth_date) : "",
    sex: identity.sex,
    phone: phoneWords(identity.phone ?? "").replaceAll("\u00a0", " "),
    phone_of: identity.phone_of ?? "",
    address_line: identity.address_line ?? "",
    email: identity.email ?? "",
  };
}

/** What differs from what is written: the rest is not sent, and stays. */
export function correctionOf(form: IdentityForm, identity: PersonIdentity): IdentityCorrection {
  const before = identityForm(identity);
  const differs = (name: keyof IdentityForm) => form[name] !== before[name];
  const typed: IdentityCorrection = {
    family_name: form.family_name.trim(),
    given_name: form.given_name.trim(),
    birth_date: isoDate(form.birth_date) ?? undefined,
    sex: form.sex ?? undefined,
    phone: form.phone.trim(),
    phone_of: form.phone_of.trim() || null,
    address_line: form.address_line.trim() || null,
    email: form.email.trim() || null,
  };
  return Object.fromEntries(
    Object.entries(typed).filter(([name]) => differs(name as keyof IdentityForm)),
  );
}

/** What cannot be sent so, by field. `today`: `2026-11-24`. */
export function identityProblems(form: IdentityForm, today: string): IdentityProblems {
  const found: Record<string, string | null> = {
    family_name: form.family_name.trim() ? null : PERSON_REFUSED.family_name,
    given_name: form.given_name.trim() ? null : PERSON_REFUSED.given_name,
    birth_date: birthDateProblem(form.birth_date, today),
    phone: form.phone.trim() ? phoneProblem(form.phone) : PERSON_REFUSED.phone,
    email: !form.email.trim() || looksLikeEmail(form.email) ? null : PERSON_REFUSED.email,
  };
  return Object.fromEntries(Object.entries(found).filter(([, sentence]) => sentence !== null));
}

/** What the server refused, by field; null when it is another refusal. */
export function refusedFields(error: unknown): IdentityProblems | null {
  const fields = problemFields(error);
  if (Object.keys(fields).length === 0) return null;
  return Object.fromEntries(
    Object.entries(fields).map(([name, said]) => [
      name,
      name in PERSON_REFUSED ? PERSON_REFUSED[name as keyof typeof PERSON_REFUSED] : said,
    ]),
  );
}
