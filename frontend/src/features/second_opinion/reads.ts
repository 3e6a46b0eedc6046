import {
  getSecondOpinionRequestOptions,
  listOpinionGroupsOptions,
  listOpinionTemplatesOptions,
} from "../../api/@tanstack/react-query.gen";

/** What a page reads before it shows itself: apart, so that the code of the app holds no more of the feature. */

const ROWS = 100;

/** One request. */
export function opinionOptions(requestId: string) {
  return getSecondOpinionRequestOptions({ path: { request_id: requestId } });
}

/** Those who answer together. */
export const groupsOptions = listOpinionGroupsOptions({ query: { limit: ROWS } });

/** The questions of each specialty. */
export const templatesOptions = listOpinionTemplatesOptions();
