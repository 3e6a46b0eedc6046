import { useQuery } from "@tanstack/react-query";
import {
  copyDeathRotaWeek,
  moveOnDeathRota,
  putOnDeathRota,
  type RotaCopyInput,
  type RotaShift,
  type RotaShiftInput,
  takeOffDeathRota,
} from "../../api";
import { getDeathRotaOptions, listCertifiersOptions } from "../../api/@tanstack/react-query.gen";
import { etag, useWrite } from "../../writes";

const A_MINUTE = 60_000;

/** The rota of the week that begins on this Monday, with what is missing. */
export function useRota(monday: string) {
  return useQuery({
    ...getDeathRotaOptions({ query: { from_on: monday } }),
    refetchInterval: A_MINUTE,
  });
}

/** Those who volunteer to certify deaths: who may be put on the rota. */
export function useVolunteers() {
  const { data } = useQuery(listCertifiersOptions());
  return data?.certifiers.filter(({ volunteers }) => volunteers) ?? [];
}

/** What is written of a shift; without `shift` it is a new one. */
export type ShiftWrite = { shift: RotaShift | null; body: RotaShiftInput };

/** Puts somebody on the rota, or moves a shift. */
export function useSaveShift() {
  return useWrite(async ({ shift, body }: ShiftWrite, key: string) => {
    const headers = { "Idempotency-Key": key };
    if (shift === null) {
      return (await putOnDeathRota({ headers, body, throwOnError: true })).data;
    }
    const { data } = await moveOnDeathRota({
      path: { duty_id: shift.id },
      headers: { ...headers, "If-Match": etag(shift.version) },
      body,
      throwOnError: true,
    });
    return data;
  });
}

/** Takes a shift off the rota. */
export function useRemoveShift() {
  return useWrite(async (shift: RotaShift, key: string) => {
    await takeOffDeathRota({
      path: { duty_id: shift.id },
      headers: { "Idempotency-Key": key, "If-Match": etag(shift.version) },
      throwOnError: true,
    });
  });
}

/** Copies a week onto another. */
export function useCopyWeek() {
  return useWrite(async (body: RotaCopyInput, key: string) => {
    const { data } = await copyDeathRotaWeek({
      headers: { "Idempotency-Key": key },
      body,
      throwOnError: true,
    });
    return data;
  });
}
