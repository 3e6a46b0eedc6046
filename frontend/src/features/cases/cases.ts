import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  type CaseView,
  postMessage,
  releaseCase,
  type TimelineEntry,
  takeCase,
  type UnscheduledCareState,
} from "../../api";
import {
  countCasesOptions,
  listCasesOptions,
  listTimelineOptions,
} from "../../api/@tanstack/react-query.gen";
import { live } from "../../live/polling";
import { useWrite } from "../../writes";

/** What the board shows, as its address says it. */
export type BoardFilters = {
  sector?: string;
  state?: UnscheduledCareState;
  q?: string;
  view?: Exclude<CaseView, "open">;
};

const ROWS = 200;

/** The rows of the board, those that wait for the coordination first, then by deadline. */
export function casesOptions(filters: BoardFilters) {
  return listCasesOptions({ query: { ...filters, limit: ROWS } });
}

/** The rows of the board, read again by themselves. */
export function useCases(filters: BoardFilters) {
  return useQuery({
    ...casesOptions(filters),
    ...live,
    placeholderData: keepPreviousData,
  });
}

/** How many are open, and in which sectors. */
export function useCaseCounts() {
  return useQuery({ ...countCasesOptions(), ...live });
}

/** What happened on a case, oldest first, and what comes by itself. */
export function useTimeline(caseId: string) {
  return useQuery({
    ...listTimelineOptions({ path: { case_id: caseId }, query: { limit: ROWS } }),
    ...live,
  });
}

/** Writes on the thread of a case. */
export function usePostMessage(caseId: string, onDone: (entry: TimelineEntry) => void) {
  return useWrite(
    async (text: string, key: string) => {
      const { data } = await postMessage({
        path: { case_id: caseId },
        headers: { "Idempotency-Key": key },
        body: { text },
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** Says to colleagues that one is handling a case, or leaves it to them. */
export function useHandling(caseId: string) {
  return useWrite(async (mine: boolean, key: string) => {
    const call = mine ? takeCase : releaseCase;
    const { data } = await call({
      path: { case_id: caseId },
      headers: { "Idempotency-Key": key },
      throwOnError: true,
    });
    return data;
  });
}
