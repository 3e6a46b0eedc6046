import { useQuery } from "@tanstack/react-query";
import {
  acceptWaitingProposal,
  createWaitingEntry,
  declineWaitingProposal,
  deleteWaitingEntry,
  type NoShowCallOutcome,
  recordNoShowCall,
  type WaitingEntryInput,
} from "../../api";
import {
  listNoShowFollowUpsOptions,
  listWaitingEntriesOptions,
} from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { etag, useWrite } from "../../writes";

const ROWS = 100;

/** Who waits for an earlier time: all for the coordination, what one asked for oneself for the others. */
export function useWaitingEntries() {
  return useQuery({ ...listWaitingEntriesOptions({ query: { limit: ROWS } }), ...live });
}

/** Whether somebody waits for an earlier time than this appointment. */
export function useWaitingEntry(appointmentId: string) {
  return useQuery({
    ...listWaitingEntriesOptions({ query: { appointment_id: appointmentId } }),
    ...live,
    select: ({ items }) => items[0] ?? null,
  });
}

/** Asks to be told of an earlier time. */
export function useAwaitEarlier() {
  return useWrite(async (body: WaitingEntryInput, key: string) => {
    const { data } = await createWaitingEntry({
      headers: { "Idempotency-Key": key },
      body,
      throwOnError: true,
    });
    return data;
  });
}

/** Answers a proposal, or no longer waits. */
export type WaitingAct =
  | { kind: "accept" | "decline"; proposalId: string; leaving?: boolean }
  | { kind: "withdraw"; entryId: string; leaving?: boolean };

export function useWaitingAct() {
  return useWrite(async (act: WaitingAct, key: string) => {
    const common = {
      headers: { "Idempotency-Key": key },
      keepalive: act.leaving,
      throwOnError: true,
    } as const;
    if (act.kind === "withdraw") {
      await deleteWaitingEntry({ ...common, path: { entry_id: act.entryId } });
      return;
    }
    const path = { proposal_id: act.proposalId };
    if (act.kind === "accept") await acceptWaitingProposal({ ...common, path });
    else await declineWaitingProposal({ ...common, path });
  });
}

/** The people who did not come and whom somebody must still call. */
export function useNoShowFollowUps() {
  return useQuery({
    ...listNoShowFollowUpsOptions({ query: { state: "open", limit: ROWS } }),
    ...live,
  });
}

/** What came of calling somebody. */
export function useNoShowCall() {
  return useWrite(
    async (
      {
        id,
        version,
        outcome,
        leaving,
      }: { id: string; version: number; outcome: NoShowCallOutcome; leaving?: boolean },
      key: string,
    ) => {
      const { data } = await recordNoShowCall({
        path: { follow_up_id: id },
        headers: { "If-Match": etag(version), "Idempotency-Key": key },
        body: { outcome },
        keepalive: leaving,
        throwOnError: true,
      });
      return data;
    },
  );
}
