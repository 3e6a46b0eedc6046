import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import {
  type AttendingDoctorCapacityInput,
  type AttendingDoctorCompletion,
  type AttendingDoctorEnd,
  type AttendingDoctorQualification,
  type AttendingDoctorRequest,
  type AttendingDoctorRequestInput,
  closeAttendingDoctorRequest,
  completeAttendingDoctorRequest,
  createAttendingDoctorRequest,
  declareAttendingDoctor,
  escalateAttendingDoctorRequest,
  proposeAttendingDoctor,
  qualifyAttendingDoctorRequest,
  type RequestView,
  recordAttendingDoctorContact,
  renewAttendingDoctorRequest,
  setAttendingDoctorAppointment,
  setMyAttendingDoctorCapacity,
  withdrawFromAttendingDoctorRequest,
} from "../../api";
import {
  getAttendingDoctorFiguresOptions,
  getAttendingDoctorRequestOptions,
  getMyAttendingDoctorCapacityOptions,
  listAttendingDoctorRequestsOptions,
  listAttendingDoctorWaitingListInfiniteOptions,
} from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { actCall, etag, type RequestRead, useWrite } from "../../writes";
import type { WaitingSearch } from "./search";

const ROWS = 100;

/** The waiting list, highest priority first, page after page, read again by itself. */
export function useWaitingList({ onglet, priorite, secteur, ald, q }: WaitingSearch) {
  return useInfiniteQuery({
    ...listAttendingDoctorWaitingListInfiniteOptions({
      query: {
        tab: onglet,
        level: priorite,
        sector: secteur,
        long_term_illness: ald,
        q,
        limit: ROWS,
      },
    }),
    ...live,
    initialPageParam: { query: {} },
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** How many wait, how long, and what places are left. */
export function useFigures() {
  return useQuery({ ...getAttendingDoctorFiguresOptions(), ...live });
}

/** Requests that one made, or took as a doctor, newest first. */
export function useAttendingRequests(view: RequestView) {
  return useQuery({
    ...listAttendingDoctorRequestsOptions({ query: { view, limit: ROWS } }),
    ...live,
  });
}

/** One request, read again while it is looked at. */
export function useAttendingRequest(requestId: string) {
  const options = getAttendingDoctorRequestOptions({ path: { request_id: requestId } });
  return useQuery({ ...options, ...live });
}

/** Enters a person. */
export function useEnter(onDone: (request: AttendingDoctorRequest) => void) {
  return useWrite(
    async (body: AttendingDoctorRequestInput, key: string) => {
      const { data } = await createAttendingDoctorRequest({
        headers: { "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** What may be done to a request, each with what it needs. */
export type AttendingAct =
  | { kind: "complete"; given: AttendingDoctorCompletion }
  | { kind: "qualify"; found: AttendingDoctorQualification }
  | { kind: "propose" }
  | { kind: "contact"; reached: boolean }
  | { kind: "escalate" }
  | { kind: "renew" }
  | { kind: "close"; end: AttendingDoctorEnd }
  | { kind: "appointment"; day: string }
  | { kind: "declare" }
  | { kind: "withdraw" };

async function send({ act, ...read }: RequestRead & { act: AttendingAct }, key: string) {
  const common = actCall(read, key);
  switch (act.kind) {
    case "complete":
      return (await completeAttendingDoctorRequest({ ...common, body: act.given })).data;
    case "qualify":
      return (await qualifyAttendingDoctorRequest({ ...common, body: act.found })).data;
    case "propose":
      return (await proposeAttendingDoctor(common)).data;
    case "contact":
      return (await recordAttendingDoctorContact({ ...common, body: { reached: act.reached } }))
        .data;
    case "escalate":
      return (await escalateAttendingDoctorRequest(common)).data;
    case "renew":
      return (await renewAttendingDoctorRequest(common)).data;
    case "close":
      return (await closeAttendingDoctorRequest({ ...common, body: { end: act.end } })).data;
    case "appointment":
      return (await setAttendingDoctorAppointment({ ...common, body: { on_day: act.day } })).data;
    case "declare":
      return (await declareAttendingDoctor(common)).data;
    case "withdraw":
      return (await withdrawFromAttendingDoctorRequest(common)).data;
  }
}

/** Every act on a request. */
export function useAttendingAct(onDone?: () => void) {
  return useWrite(send, { onDone });
}

/** How many new patients I follow each month. */
export function useCapacity() {
  return useQuery(getMyAttendingDoctorCapacityOptions());
}

/** Says it. */
export function useSetCapacity(onDone?: () => void) {
  return useWrite(
    async ({ version, body }: { version: number; body: AttendingDoctorCapacityInput }, key) => {
      const { data } = await setMyAttendingDoctorCapacity({
        headers: { "If-Match": etag(version), "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}
