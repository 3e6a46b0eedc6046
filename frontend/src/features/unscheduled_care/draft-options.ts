import { queryOptions } from "@tanstack/react-query";
import { getUnscheduledCareDraft, type UnscheduledCareDraft } from "../../api";
import { isProblem } from "../../problems";

/** What was being typed, on this device or another; null when nothing was. */
export const draftOptions = queryOptions({
  queryKey: ["unscheduled-care-draft"],
  staleTime: 0,
  gcTime: 0,
  queryFn: async (): Promise<UnscheduledCareDraft | null> => {
    const { data, error } = await getUnscheduledCareDraft();
    if (data) return data;
    if (isProblem(error) && error.type === "not_found") return null;
    throw error;
  },
});
