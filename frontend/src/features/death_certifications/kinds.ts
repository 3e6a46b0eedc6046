import type { DeathRequesterKind, Me, OrganisationKind } from "../../api";

/** As what somebody may ask for a death to be certified, from the structure that they work in. Pure. */

const POLICE = ["national_police", "municipal_police", "gendarmerie"] as const;
const BY_ORGANISATION: Partial<Record<OrganisationKind, readonly DeathRequesterKind[]>> = {
  town_hall: ["town_hall"],
  police: POLICE,
  nursing_home: ["nursing_home"],
  dispatch_centre: ["samu"],
};
const OTHERS = [
  "fire_service",
  "samu",
  "nursing_home",
  "home_hospital",
  "health_professional",
  "funeral_operator",
] as const;

/** The kinds to choose from; the coordination, on the phone, chooses among all of them. */
export function requesterKinds(
  me: Pick<Me, "organisation_kind" | "professional_id">,
  byPhone: boolean,
): readonly DeathRequesterKind[] {
  if (byPhone) {
    return ["family", "town_hall", ...POLICE, ...OTHERS, "attending_doctor"];
  }
  const known = me.organisation_kind && BY_ORGANISATION[me.organisation_kind];
  if (known) return known;
  return me.professional_id ? ["attending_doctor", ...OTHERS] : OTHERS;
}
