import { useQuery } from "@tanstack/react-query";
import type { CaseKind, UnreadThread } from "../../api";
import { listUnreadThreadsOptions } from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";

const MOST = 200;

/** The page of a request of each kind. */
export const CASE_PAGE = {
  unscheduled_care: "/demandes/$id",
  death_certification: "/deces/$id",
  attending_doctor: "/medecin-traitant/$id",
  second_opinion: "/avis/$id",
  hospital_discharge: "/sorties/$id",
  teleconsultation: "/teleconsultations/$id",
} as const satisfies Record<CaseKind, string>;

/** The threads with messages that one has not read, the latest written first. */
export function useUnreadThreads(): readonly UnreadThread[] {
  const options = listUnreadThreadsOptions({ query: { limit: MOST } });
  return useQuery({ ...options, ...live }).data?.items ?? [];
}

/** How many messages one has not read, by request. */
export function useUnreadCounts(): ReadonlyMap<string, number> {
  return new Map(useUnreadThreads().map(({ case_id, unread }) => [case_id, unread]));
}
