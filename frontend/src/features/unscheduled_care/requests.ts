import { useQuery } from "@tanstack/react-query";
import {
  type CancellationReason,
  cancelUnscheduledCareRequest,
  closeUnscheduledCareRequest,
  completeUnscheduledCareRequest,
  confirmUnscheduledCareAppointment,
  createUnscheduledCareRequest,
  followUnscheduledCareRequest,
  type RedFlag,
  type RequestView,
  recordUnscheduledCareOutcome,
  type Solution,
  type UnscheduledCareConfirmation,
  type UnscheduledCareRequest,
  type UnscheduledCareRequestInput,
  withdrawFromUnscheduledCareRequest,
} from "../../api";
import { listUnscheduledCareRequestsOptions } from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { actCall, type RequestRead, useWrite } from "../../writes";
import { requestOptions } from "./reads";

const ROWS = 100;

/** Requests one made or follows, or took, newest first. */
export function useRequests(view: RequestView) {
  return useQuery({
    ...listUnscheduledCareRequestsOptions({ query: { view, limit: ROWS } }),
    ...live,
  });
}

/** One request, read again while it is looked at. */
export function useRequest(requestId: string) {
  return useQuery({ ...requestOptions(requestId), ...live });
}

/** Files a request. */
export function useCreate(onDone: (request: UnscheduledCareRequest) => void) {
  return useWrite(
    async (body: UnscheduledCareRequestInput, key: string) => {
      const { data } = await createUnscheduledCareRequest({
        headers: { "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/**
 * Records that a request ended on the 15: nobody is asked.
 *
 * @param key the same for one stop screen, so that it is recorded once
 * @returns the instant of the record, or null when the server could not be reached
 */
export async function recordRedFlag(sign: RedFlag, key: string): Promise<string | null> {
  const { data } = await createUnscheduledCareRequest({
    headers: { "Idempotency-Key": key },
    body: { red_flags: [sign] },
    keepalive: true,
  });
  return data?.created_at ?? null;
}

/** Joins a request already open for the same person. */
export function useFollow(onDone: (request: UnscheduledCareRequest) => void) {
  return useWrite(
    async (requestId: string, key: string) => {
      const { data } = await followUnscheduledCareRequest({
        path: { request_id: requestId },
        headers: { "Idempotency-Key": key },
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** What may be done to a request, each with what it needs. */
export type Act =
  | { kind: "cancel"; reason: CancellationReason }
  | { kind: "close"; solution: Solution }
  | { kind: "complete" }
  | { kind: "confirm"; time: UnscheduledCareConfirmation }
  | { kind: "withdraw" }
  | { kind: "outcome"; came: boolean };

async function send({ act, ...read }: RequestRead & { act: Act }, key: string) {
  const common = actCall(read, key);
  switch (act.kind) {
    case "cancel":
      return (await cancelUnscheduledCareRequest({ ...common, body: { reason: act.reason } })).data;
    case "close":
      return (await closeUnscheduledCareRequest({ ...common, body: { solution: act.solution } }))
        .data;
    case "complete":
      return (await completeUnscheduledCareRequest({ ...common, body: { informed: true } })).data;
    case "confirm":
      return (await confirmUnscheduledCareAppointment({ ...common, body: act.time })).data;
    case "withdraw":
      return (await withdrawFromUnscheduledCareRequest(common)).data;
    case "outcome":
      return (await recordUnscheduledCareOutcome({ ...common, body: { came: act.came } })).data;
  }
}

/** Cancels, closes, completes, confirms, withdraws, or says what came of it. */
export function useRequestAct(onDone?: () => void) {
  return useWrite(send, { onDone });
}
