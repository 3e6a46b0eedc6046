import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  confirmMyMembership,
  getMyMembership,
  type Membership,
  type MembershipInput,
  type PageInput,
  replaceMyMembership,
  replaceMyPage,
} from "../../api";
import {
  getMyCertifierQueryKey,
  getMyMembershipOptions,
} from "../../api/@tanstack/react-query.gen";
import { isProblem } from "../../problems";
import { wallHour } from "../../time";
import { etag, useWrite } from "../../writes";

/** What one volunteers for and when one may be asked. */
export const membershipOptions = getMyMembershipOptions();
const A_MINUTE = 60_000;
const WRITES = ["membership"];

/** What one changes of one's membership; what is left out stays. */
export type MembershipChange = Partial<MembershipInput>;

function inputOf(known: Membership): MembershipInput {
  const { volunteering, accepts_new_patients, home_visits, weekly_cap } = known;
  const { quiet_hours, not_before } = known;
  return {
    volunteering,
    accepts_new_patients,
    home_visits,
    weekly_cap,
    quiet_hours,
    not_before,
  };
}

/** Changes what is known now, so that a change made on another device meanwhile is not undone. */
async function put(change: MembershipChange, key: string): Promise<Membership> {
  const { data: known } = await getMyMembership({ throwOnError: true });
  const { data } = await replaceMyMembership({
    headers: { "If-Match": etag(known.version), "Idempotency-Key": key },
    body: { ...inputOf(known), ...change },
    throwOnError: true,
  });
  return data;
}

/** What one changes of one's page of the directory; what is left out stays. */
export type PageChange = Partial<PageInput>;

async function putPage(change: PageChange, key: string): Promise<Membership> {
  const { data: known } = await getMyMembership({ throwOnError: true });
  const { languages, skills } = known;
  const { data } = await replaceMyPage({
    headers: { "If-Match": etag(known.version), "Idempotency-Key": key },
    body: { languages, skills, places: [], ...change },
    throwOnError: true,
  });
  return data;
}

/** What one volunteers for and when one may be asked; read again each minute, for the hour it changes. */
export function useMembership() {
  return useQuery({ ...membershipOptions, refetchInterval: A_MINUTE });
}

/** One's own quiet hours in words, "20:00 et 8:00"; null when they are the community's, or none. */
export function useQuietHours(): string | null {
  const hours = useMembership().data?.quiet_hours;
  if (!hours || hours.from_time === hours.to_time) return null;
  return `${wallHour(hours.from_time)} et ${wallHour(hours.to_time)}`;
}

/** Changes one's membership at once. */
export function useMembershipChange() {
  return useKeptAtOnce<MembershipChange>(put, (known, change) => ({ ...known, ...change }));
}

/** Changes one's page of the directory at once. */
export function usePageChange() {
  return useKeptAtOnce<PageChange>(putPage, (known, { places = [], ...change }) => ({
    ...known,
    ...change,
    practices: known.practices.map((practice) => ({
      ...practice,
      ...places.find((place) => place.practice_id === practice.id),
    })),
  }));
}

/** Says that the whole page is right, as it was shown: of that version, and no other. */
export function useConfirmation() {
  const queries = useQueryClient();
  return useWrite<number, Membership>(
    async (version, key) => {
      const { data } = await confirmMyMembership({
        headers: { "If-Match": etag(version), "Idempotency-Key": key },
        throwOnError: true,
      });
      return data;
    },
    { onDone: (known) => queries.setQueryData(membershipOptions.queryKey, known) },
  );
}

/**
 * A change that is kept at once: the screen shows it before the server has answered, and goes back if it
 * refuses. Changes leave one after the other.
 */
function useKeptAtOnce<C>(
  put: (change: C, key: string) => Promise<Membership>,
  shown: (known: Membership, change: C) => Membership,
) {
  const queries = useQueryClient();
  const isLast = () => queries.isMutating({ mutationKey: WRITES }) === 1;
  return useMutation({
    scope: { id: "membership" },
    mutationKey: WRITES,
    mutationFn: async (change: C) => {
      const key = crypto.randomUUID();
      try {
        return await put(change, key);
      } catch (failure) {
        // Changed elsewhere between the reading and the writing: once more, on what is known now.
        if (isProblem(failure) && failure.type === "stale_version") {
          return put(change, crypto.randomUUID());
        }
        throw failure;
      }
    },
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey: membershipOptions.queryKey });
      const before = queries.getQueryData(membershipOptions.queryKey);
      if (before) queries.setQueryData(membershipOptions.queryKey, shown(before, change));
      return { before };
    },
    onError: (_failure, _change, context) => {
      if (context?.before) queries.setQueryData(membershipOptions.queryKey, context.before);
    },
    // What the server said before a later change left would undo that one on screen, for a moment.
    onSuccess: (known) => {
      if (isLast()) queries.setQueryData(membershipOptions.queryKey, known);
    },
    onSettled: async () => {
      if (!isLast()) return;
      // Whether one may certify deaths depends on what one volunteers for.
      void queries.invalidateQueries({ queryKey: getMyCertifierQueryKey() });
      await queries.invalidateQueries({ queryKey: membershipOptions.queryKey });
    },
  });
}
