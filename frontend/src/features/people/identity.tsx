import { lazy, type ReactNode, Suspense } from "react";
import { type PersonIdentity, readIdentity } from "../../api";
import { phoneHref, phoneWords } from "../../figures";
import { problemFields } from "../../problems";
import { numericDate } from "../../time";
import type { RefusedReason, ShownIdentity } from "../../ui/MaskedIdentity";
import { SEX } from "../../words";

const CorrectButton = lazy(() => import("./CorrectButton"));

const INFANT = 2;
const OLDEST = 120;

/** `5 ans`, `80 à 90 ans` for a dead person whose birth date nobody knows; null when it says nothing. */
export function ageWord({ age_years, age_from, age_to }: PersonIdentity): string | null {
  if (age_years !== null) return age_years < INFANT ? null : `${age_years} ans`;
  if (age_from === null) return age_to === null ? null : `moins de ${age_to + 1} ans`;
  if (age_to === null || age_to >= OLDEST) return `${age_from} ans ou plus`;
  return age_from === age_to ? `${age_from} ans` : `${age_from} à ${age_to} ans`;
}

function bornWord({ birth_date }: PersonIdentity): string | null {
  return birth_date && `né·e le ${numericDate(birth_date)}`;
}

/**
 * Reads the identity of the person a request is about. The reading is traced by the server.
 *
 * @param reason why, when one has no task of one's own with this person; null otherwise
 * @returns what is wrong with the reason, or null when it could not be read
 */
export async function revealIdentity(
  personId: string,
  reason: string | null,
): Promise<ShownIdentity | RefusedReason | null> {
  const { data, error } = await readIdentity({
    path: { person_id: personId },
    body: reason === null ? {} : { reason },
  });
  if (!data) {
    const { reason: refused } = problemFields(error);
    return refused ? { refused } : null;
  }
  const phone = data.phone && phoneWords(data.phone);
  return {
    name: `${data.given_name} ${data.family_name}`,
    description: [
      [SEX[data.sex], ageWord(data), bornWord(data)].filter(Boolean).join(", "),
      [data.address_line, data.access].filter(Boolean).join(", "),
      data.sector ? `${data.commune_name}, ${data.sector}` : data.commune_name,
    ]
      .filter(Boolean)
      .join(" · "),
    phone: phone && data.phone_of ? `${phone} (${data.phone_of})` : phone,
    call: data.phone && phoneHref(data.phone),
    email: data.email,
    act: (again) => correcting(data, again),
  };
}

/** Puts right who the person is, for whoever may; null for the others. */
export function correcting(identity: PersonIdentity, onCorrected?: () => void): ReactNode {
  if (!identity.may_correct) return null;
  return (
    <Suspense>
      <CorrectButton identity={identity} onCorrected={onCorrected} />
    </Suspense>
  );
}
