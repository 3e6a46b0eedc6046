import { readIdentity } from "../../api";
import { phoneWords } from "../../figures";
import { numericDate } from "../../time";
import type { ShownIdentity } from "../../ui/MaskedIdentity";
import { SEX } from "../../words";

/**
 * Reads the identity of the person a request is about. The reading is traced by the server.
 *
 * @param reason why, when one has no task of one's own with this person; null otherwise
 * @returns null when it could not be read
 */
export async function revealIdentity(
  personId: string,
  reason: string | null,
): Promise<ShownIdentity | null> {
  const { data } = await readIdentity({
    path: { person_id: personId },
    body: reason === null ? {} : { reason },
  });
  if (!data) return null;
  const phone = phoneWords(data.phone);
  const years = data.age_years < 2 ? "" : `, ${data.age_years} ans`;
  return {
    name: `${data.given_name} ${data.family_name}`,
    description: [
      `${SEX[data.sex]}${years}, né·e le ${numericDate(data.birth_date)}`,
      data.address_line,
      data.sector ? `${data.commune_name}, ${data.sector}` : data.commune_name,
    ]
      .filter(Boolean)
      .join(" · "),
    phone: data.phone_of ? `${phone} (${data.phone_of})` : phone,
  };
}
