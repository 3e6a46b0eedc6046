import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  type CallTimesInput,
  type ClosureInput,
  cancelAppointment,
  copyWeek,
  createClosure,
  createOpening,
  deleteClosure,
  deleteOpening,
  type FreeNowInput,
  fulfilAppointment,
  type OpeningInput,
  openUntil,
  recordNoShow,
  replaceMyCallTimes,
  replaceOpening,
  type WeekCopyInput,
} from "../../api";
import {
  explainTimeOptions,
  getAgendaOptions,
  getMyCallTimesOptions,
  getMyMembershipOptions,
} from "../../api/@tanstack/react-query.gen";
import { etag, useWrite } from "../../writes";

const A_MINUTE = 60_000;

/**
 * My openings, free slots, appointments and closures between two days. Read again each minute only: it
 * shows the names of patients, and each reading is traced.
 */
export function useAgenda(from: string, to: string) {
  return useQuery({
    ...getAgendaOptions({ query: { from_on: from, to_on: to } }),
    refetchInterval: A_MINUTE,
    placeholderData: keepPreviousData,
  });
}

/** The places where one practises, to open time at. */
export function usePractices() {
  return useQuery({ ...getMyMembershipOptions(), select: ({ practices }) => practices });
}

/** An opening to make, or to change when it has an id. */
export type OpeningWrite = { id: string | null; version: number; body: OpeningInput };

/** Opens time, or changes an opening; what was taken in it stays. */
export function useSaveOpening(onDone: () => void) {
  return useWrite(
    async ({ id, version, body }: OpeningWrite, key: string) => {
      const headers = { "Idempotency-Key": key };
      if (id === null) return (await createOpening({ headers, body, throwOnError: true })).data;
      const { data } = await replaceOpening({
        path: { opening_id: id },
        headers: { ...headers, "If-Match": etag(version) },
        body,
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** Opens from now until a time of today, with the settings of the last opening. */
export function useOpenUntil() {
  return useWrite(async (body: FreeNowInput, key: string) => {
    const { data } = await openUntil({
      headers: { "Idempotency-Key": key },
      body,
      throwOnError: true,
    });
    return data;
  });
}

/** Copies a week onto others; the answer says what stands against it when nothing was copied. */
export function useCopyWeek() {
  return useWrite(async (body: WeekCopyInput, key: string) => {
    const { data } = await copyWeek({
      headers: { "Idempotency-Key": key },
      body,
      throwOnError: true,
    });
    return data;
  });
}

/** When I accept a call beyond my agenda. */
export function useCallTimes() {
  return useQuery({ ...getMyCallTimesOptions(), staleTime: 0 });
}

/** Says anew when I accept such calls. */
export function useSaveCallTimes() {
  return useWrite(
    async ({ version, body }: { version: number; body: CallTimesInput }, key: string) => {
      const { data } = await replaceMyCallTimes({
        headers: { "If-Match": etag(version), "Idempotency-Key": key },
        body,
        throwOnError: true,
      });
      return data;
    },
  );
}

/** Why a time is not free; asked when there is an instant to ask about. */
export function useExplanation(professionalId: string | null, at: string | null) {
  return useQuery({
    ...explainTimeOptions({
      query: { at: at ?? "", ...(professionalId && { professional_id: professionalId }) },
    }),
    enabled: at !== null,
    staleTime: 0,
  });
}

type Leaving = { leaving?: boolean };

/** Closes an opening for good. */
export function useDeleteOpening() {
  return useWrite(
    async ({ id, version, leaving }: { id: string; version: number } & Leaving, key: string) => {
      await deleteOpening({
        path: { opening_id: id },
        headers: { "If-Match": etag(version), "Idempotency-Key": key },
        keepalive: leaving,
        throwOnError: true,
      });
    },
  );
}

/** Closes a stretch of time; the appointments in it stay, and are counted in the answer. */
export function useClose() {
  return useWrite(async (body: ClosureInput, key: string) => {
    const { data } = await createClosure({
      headers: { "Idempotency-Key": key },
      body,
      throwOnError: true,
    });
    return data;
  });
}

/** Opens again what was closed. */
export function useReopen() {
  return useWrite(async (closureId: string, key: string) => {
    await deleteClosure({
      path: { closure_id: closureId },
      headers: { "Idempotency-Key": key },
      throwOnError: true,
    });
  });
}

/** What came of an appointment, or that one cannot hold it. */
export type AppointmentAct = { id: string; act: "fulfil" | "no_show" | "cancel" } & Leaving;

async function actOn({ id, act, leaving }: AppointmentAct, key: string) {
  const common = {
    path: { appointment_id: id },
    headers: { "Idempotency-Key": key },
    keepalive: leaving,
    throwOnError: true,
  } as const;
  switch (act) {
    case "fulfil":
      return (await fulfilAppointment(common)).data;
    case "no_show":
      return (await recordNoShow(common)).data;
    case "cancel":
      return (await cancelAppointment({ ...common, body: { by: "professional" } })).data;
  }
}

/** Came, did not come, or cancelled by the professional. */
export function useAppointmentAct() {
  return useWrite(actOn);
}
