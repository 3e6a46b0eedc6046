import { useQuery } from "@tanstack/react-query";
import type { Absence } from "../../../api";
import { listAbsencesOptions } from "../../../api/@tanstack/react-query.gen";
import { millis } from "../../../time";

const A_MINUTE = 60_000;
const NONE: Absence[] = [];

/** Absences with somebody to re-place or to call, for a row of the board. */
export function useOpenAbsences() {
  const { data } = useQuery({
    ...listAbsencesOptions({ query: { open: true } }),
    refetchInterval: A_MINUTE,
  });
  return data?.items ?? NONE;
}

/** When the first of the appointments begins that these absences leave to re-place or to call. */
export function firstDue(absences: readonly Pick<Absence, "due_at">[]): string | null {
  const due = absences.flatMap(({ due_at }) => due_at ?? []);
  return due.length > 0
    ? due.reduce((one, other) => (millis(one) < millis(other) ? one : other))
    : null;
}
