import { queryOptions } from "@tanstack/react-query";
import { type CommunityRulesInput, getCommunityRules, replaceCommunityRules } from "../../api";
import { getCommunityRulesQueryKey } from "../../api/@tanstack/react-query.gen";
import { etag } from "../../writes";

/** The rules of the community, always as they are now. */
export const rulesOptions = queryOptions({
  queryKey: getCommunityRulesQueryKey(),
  staleTime: 0,
  // A form is being typed over them: only saving, or a refusal, brings the new ones.
  refetchOnWindowFocus: false,
  queryFn: async ({ signal }) => (await getCommunityRules({ signal, throwOnError: true })).data,
});

export type Saving = { input: CommunityRulesInput; version: number };

/** Replaces the rules that were read at that version. */
export async function saveRules({ input, version }: Saving, key: string) {
  const { data } = await replaceCommunityRules({
    body: input,
    headers: { "If-Match": etag(version), "Idempotency-Key": key },
    throwOnError: true,
  });
  return data;
}
