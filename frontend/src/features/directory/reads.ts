import {
  getMyMembershipOptions,
  getOrganisationOptions,
  getProfessionalOptions,
} from "../../api/@tanstack/react-query.gen";

/** What a page reads before it shows itself: apart, so that the code of the app holds no more of the feature. */

const A_MINUTE = 60_000;

/** What one volunteers for and when one may be asked. */
export const membershipOptions = getMyMembershipOptions();

/** One professional's page. */
export function professionalOptions(professionalId: string) {
  return getProfessionalOptions({ path: { professional_id: professionalId } });
}

/** One structure's page, whose state is that of the last minute. */
export function structureOptions(organisationId: string) {
  return {
    ...getOrganisationOptions({ path: { organisation_id: organisationId } }),
    refetchInterval: A_MINUTE,
  };
}
