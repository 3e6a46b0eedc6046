import { getUnscheduledCareRequestOptions } from "../../api/@tanstack/react-query.gen";

/** What a page reads before it shows itself: apart, so that the code of the app holds no more of the feature. */

/** One request. */
export function requestOptions(requestId: string) {
  return getUnscheduledCareRequestOptions({ path: { request_id: requestId } });
}
