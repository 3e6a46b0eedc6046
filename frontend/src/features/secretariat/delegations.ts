import { useQuery } from "@tanstack/react-query";
import {
  type DelegateInvitation,
  type Delegation,
  endMyDelegation,
  inviteDelegate,
  replaceMyDelegation,
  sendDelegateInvitation,
} from "../../api";
import { listMyDelegationsOptions } from "../../api/@tanstack/react-query.gen";
import { etag, useWrite } from "../../writes";

/** A practice has a few secretaries: one page of the list holds them all. */
const ALL = { query: { limit: 100 } };

/** Who may act for me, or was invited to. */
export function useDelegations() {
  return useQuery({ ...listMyDelegationsOptions(ALL), select: ({ items }) => items });
}

/** Invites somebody; an e-mail leaves with the link. */
export function useInvite() {
  return useWrite(async (body: DelegateInvitation, key) => {
    const headers = { "Idempotency-Key": key };
    return (await inviteDelegate({ body, headers, throwOnError: true })).data;
  });
}

/** Whether they may answer requests for me. */
export function useMayAnswer() {
  return useWrite(async ({ id, version, may_answer }: Delegation, key) => {
    const answer = await replaceMyDelegation({
      path: { delegation_id: id },
      headers: { "If-Match": etag(version), "Idempotency-Key": key },
      body: { may_answer },
      throwOnError: true,
    });
    return answer.data;
  });
}

/** Stops somebody at once, or withdraws the invitation. */
export function useStop() {
  return useWrite(async (delegation_id: string, key) => {
    const headers = { "Idempotency-Key": key };
    await endMyDelegation({ path: { delegation_id }, headers, throwOnError: true });
  });
}

/** Sends the invitation again, with a new link. */
export function useSendAgain() {
  return useWrite(async (delegation_id: string, key) => {
    const headers = { "Idempotency-Key": key };
    await sendDelegateInvitation({ path: { delegation_id }, headers, throwOnError: true });
  });
}
