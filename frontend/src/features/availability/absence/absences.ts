import { useQuery } from "@tanstack/react-query";
import {
  type Absence,
  type AbsenceInput,
  type CallOutcome,
  createAbsence,
  type DisplacedAppointment,
  deleteClosure,
  endAbsence,
  recordDisplacedCall,
  withdrawReplacement,
} from "../../../api";
import {
  listAbsencesOptions,
  listDisplacedAppointmentsOptions,
  previewAbsenceOptions,
} from "../../../api/@tanstack/react-query.gen";
import { etag, useWrite } from "../../../writes";

/** More than one absence ever met in the field: a fortnight of a full agenda. */
const WHOLE_LIST = 200;
const A_MINUTE = 60_000;

/** Absences not over yet, and those before them with somebody still to re-place or to call. */
export function useAbsences() {
  const coming = useQuery({ ...listAbsencesOptions({}), refetchInterval: A_MINUTE });
  const open = useQuery({
    ...listAbsencesOptions({ query: { open: true } }),
    refetchInterval: A_MINUTE,
  });
  const error = coming.error ?? open.error;
  if (!coming.data || !open.data) return { absences: undefined, error };
  const known = new Map(
    [...open.data.items, ...coming.data.items].map((absence) => [absence.id, absence]),
  );
  return { absences: [...known.values()], error };
}

/**
 * What an absence met, with the names and phones of those to call. Read again when something changes
 * only: each reading is traced.
 */
export function useDisplaced(absence: Absence) {
  return useQuery({
    ...listDisplacedAppointmentsOptions({
      path: { absence_id: absence.id },
      query: { limit: WHOLE_LIST },
    }),
    enabled: absence.displaced > 0,
  });
}

type Wanted = { starts_at: string; ends_at: string; professional_id?: string };

/** How many appointments and openings the absence would meet; null: the times are not said yet. */
export function useAbsencePreview(wanted: Wanted | null) {
  return useQuery({
    ...previewAbsenceOptions({ query: wanted ?? { starts_at: "", ends_at: "" } }),
    enabled: wanted !== null,
    staleTime: 0,
    retry: false,
  });
}

/** Says that somebody is away; `closureId`: of time closed before, in whose place the absence stands. */
export function useSayAbsence(closureId?: string) {
  return useWrite(async (body: AbsenceInput, key: string) => {
    const { data } = await createAbsence({
      headers: { "Idempotency-Key": key },
      body,
      throwOnError: true,
    });
    // The absence is said, whatever comes of this: time closed twice is closed all the same.
    if (closureId) {
      const headers = { "Idempotency-Key": key };
      await deleteClosure({ path: { closure_id: closureId }, headers });
    }
    return data;
  });
}

/** Takes an absence back. */
export function useEndAbsence() {
  return useWrite(async ({ id, version }: Pick<Absence, "id" | "version">, key: string) => {
    await endAbsence({
      path: { absence_id: id },
      headers: { "If-Match": etag(version), "Idempotency-Key": key },
      throwOnError: true,
    });
  });
}

/** The replacement does not come. */
export function useWithdrawReplacement() {
  return useWrite(async ({ id, version }: Pick<Absence, "id" | "version">, key: string) => {
    await withdrawReplacement({
      path: { absence_id: id },
      headers: { "If-Match": etag(version), "Idempotency-Key": key },
      throwOnError: true,
    });
  });
}

type Call = { row: Pick<DisplacedAppointment, "id">; outcome: CallOutcome };

/** What came of calling somebody. */
export function useRecordCall() {
  return useWrite(async ({ row, outcome }: Call, key: string) => {
    const { data } = await recordDisplacedCall({
      path: { displaced_id: row.id },
      headers: { "Idempotency-Key": key },
      body: { outcome },
      throwOnError: true,
    });
    return data;
  });
}
