import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  type CaseView,
  listTimeline,
  type MessageInput,
  postMessage,
  releaseCase,
  type TimelineEntry,
  type TimelineEntryList,
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
  const asked = { path: { case_id: caseId }, query: { limit: ROWS } };
  return useQuery({
    ...listTimelineOptions(asked),
    // The newest line is on the last page: a long search may have more lines than one holds.
    queryFn: async ({ signal }): Promise<TimelineEntryList> => {
      const items: TimelineEntry[] = [];
      for (let cursor: string | undefined; ; ) {
        const query = { ...asked.query, cursor };
        const { data } = await listTimeline({ ...asked, query, signal, throwOnError: true });
        items.push(...data.items);
        if (data.next_cursor === null) return { ...data, items };
        cursor = data.next_cursor;
      }
    },
    ...live,
  });
}

/** Writes on the thread of a case. */
export function usePostMessage(caseId: string, onDone: (entry: TimelineEntry) => void) {
  return useWrite(
    async (message: MessageInput, key: string) => {
      const { data } = await postMessage({
        path: { case_id: caseId },
        headers: { "Idempotency-Key": key },
        body: message,
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
