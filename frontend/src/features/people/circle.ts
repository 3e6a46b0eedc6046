import { useQuery } from "@tanstack/react-query";
import {
  addCareCircleMember,
  type CareCircleConsentInput,
  type CareCircleMemberInput,
  recordCareCircleConsent,
  removeCareCircleMember,
} from "../../api";
import { listCareCirclesOptions, readCareCircleOptions } from "../../api/@tanstack/react-query.gen";
import { useWrite } from "../../writes";

const MOST = 200;

/**
 * Who usually cares for a person. Each reading is traced: it is read when one asks for it, and not again
 * until something was written.
 */
export function useCareCircle(personId: string) {
  return useQuery({
    ...readCareCircleOptions({ path: { person_id: personId } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The circles that one is in. */
export function useOwnCircles() {
  return useQuery(listCareCirclesOptions({ query: { limit: MOST } }));
}

/** Writes down what the person said. */
export function useConsent(personId: string, onDone?: () => void) {
  return useWrite(
    async (body: CareCircleConsentInput, key: string) => {
      const { data } = await recordCareCircleConsent({
        path: { person_id: personId },
        headers: { "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** Names oneself, or a colleague. */
export function useAddToCircle(personId: string, onDone?: () => void) {
  return useWrite(
    async (body: CareCircleMemberInput, key: string) => {
      const { data } = await addCareCircleMember({
        path: { person_id: personId },
        headers: { "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** Leaves a circle, or takes somebody out of it. */
export function useRemoveFromCircle(personId: string) {
  return useWrite((memberId: string, key: string) =>
    removeCareCircleMember({
      path: { person_id: personId, member_id: memberId },
      headers: { "Idempotency-Key": key },
      throwOnError: true,
    }),
  );
}
