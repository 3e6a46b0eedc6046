import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  type Agenda,
  type Appointment,
  type AppointmentMove,
  type CallTimesInput,
  type ClosureInput,
  cancelAppointment,
  changeOpeningDay,
  copyWeek,
  createClosure,
  createOpening,
  deleteClosure,
  deleteOpening,
  type FreeNowInput,
  fulfilAppointment,
  moveAppointment,
  type Opening,
  type OpeningException,
  type OpeningInput,
  openUntil,
  recordNoShow,
  replaceMyCallTimes,
  replaceOpening,
  restoreOpeningDay,
  type WeekCopyInput,
} from "../../api";
import {
  explainTimeOptions,
  getAgendaOptions,
  getMyCallTimesOptions,
  getMyMembershipOptions,
  getUnscheduledCareRequestOptions,
} from "../../api/@tanstack/react-query.gen";
import { liveOrEach } from "../../live/polling";
import { etag, useWrite } from "../../writes";

const A_MINUTE = 60_000;
const pace = liveOrEach(A_MINUTE);

function keepsSlots(agenda: Agenda | undefined): boolean {
  return (
    agenda?.occurrences.some(({ slots }) => slots.some(({ state }) => state === "held")) ?? false
  );
}

/**
 * My openings, free slots, appointments and closures between two days. Without the stream it is read again
 * each minute only: it shows the names of patients, and each reading is traced.
 */
export function useAgenda(from: string, to: string) {
  return useQuery({
    ...getAgendaOptions({ query: { from_on: from, to_on: to } }),
    ...pace,
    // That a slot is kept ends by itself, and nobody tells it.
    refetchInterval: ({ state }) => (keepsSlots(state.data) ? A_MINUTE : pace.refetchInterval()),
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
export async function saveOpening({ id, version, body }: OpeningWrite, key: string) {
  const headers = { "Idempotency-Key": key };
  if (id === null) return (await createOpening({ headers, body, throwOnError: true })).data;
  const { data } = await replaceOpening({
    path: { opening_id: id },
    headers: { ...headers, "If-Match": etag(version) },
    body,
    throwOnError: true,
  });
  return data;
}

/** The same, from the form. */
export function useSaveOpening(onDone: (opening: Opening) => void) {
  return useWrite(saveOpening, { onDone });
}

/** One day of an opening that comes again: `2026-11-24`. */
export type OpeningDay = { id: string; version: number; on_day: string };

/** Leaves one day out of a recurring opening, and opens `instead` in its place; the other days stay. */
export async function changeDay(
  { id, version, on_day, instead }: OpeningDay & { instead: OpeningInput | null },
  key: string,
) {
  const { data } = await changeOpeningDay({
    path: { opening_id: id },
    headers: { "If-Match": etag(version), "Idempotency-Key": key },
    body: { on_day, instead },
    throwOnError: true,
  });
  return data;
}

/** The same, from a form or the list of the day. */
export function useChangeDay(onDone?: (changed: OpeningException) => void) {
  return useWrite(changeDay, onDone && { onDone });
}

/** Holds a day that was left out as the others again. */
export async function restoreDay({ id, version, on_day }: OpeningDay, key: string) {
  await restoreOpeningDay({
    path: { opening_id: id, on_day },
    headers: { "If-Match": etag(version), "Idempotency-Key": key },
    throwOnError: true,
  });
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
export async function removeOpening(
  { id, version, leaving }: { id: string; version: number } & Leaving,
  key: string,
) {
  await deleteOpening({
    path: { opening_id: id },
    headers: { "If-Match": etag(version), "Idempotency-Key": key },
    keepalive: leaving,
    throwOnError: true,
  });
}

/** The same, from a form or the list of the day. */
export function useDeleteOpening() {
  return useWrite(removeOpening);
}

/** The same, to take a change back. */
export function useRestoreDay() {
  return useWrite(restoreDay);
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

/** What came of an appointment, that one cannot hold it, or when it is instead. */
export type AppointmentAct = { id: string } & Leaving &
  (
    | { act: "fulfil" | "no_show" | "cancel" }
    | { act: "move"; version: number; to: AppointmentMove }
  );

async function actOn(doing: AppointmentAct, key: string) {
  const { id, leaving } = doing;
  const common = {
    path: { appointment_id: id },
    headers: { "Idempotency-Key": key },
    keepalive: leaving,
    throwOnError: true,
  } as const;
  switch (doing.act) {
    case "fulfil":
      return (await fulfilAppointment(common)).data;
    case "no_show":
      return (await recordNoShow(common)).data;
    case "cancel":
      return (await cancelAppointment({ ...common, body: { by: "professional" } })).data;
    case "move": {
      const headers = { ...common.headers, "If-Match": etag(doing.version) };
      return (await moveAppointment({ ...common, headers, body: doing.to })).data;
    }
  }
}

/** Until when the person of an appointment wished to be seen; null: no request says. */
export function useWishedBefore({ case_id }: Pick<Appointment, "case_id">): string | null {
  const { data } = useQuery({
    ...getUnscheduledCareRequestOptions({ path: { request_id: case_id ?? "" } }),
    enabled: case_id !== null,
  });
  return data?.wished_before ?? null;
}

/** Came, did not come, cancelled by the professional, or moved. */
export function useAppointmentAct() {
  return useWrite(actOn);
}
