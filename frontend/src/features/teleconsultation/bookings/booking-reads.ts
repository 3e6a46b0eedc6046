import { useQuery } from "@tanstack/react-query";
import type { TeleconsultationReason } from "../../../api";
import {
  getMyTeleconsultationCountOptions,
  getTeleconsultationFiguresOptions,
  getTeleconsultationOptions,
  listTeleconsultationKiosksOptions,
  listTeleconsultationsOptions,
  listTeleconsultationTimesOptions,
} from "../../../api/@tanstack/react-query.gen";
import { liveOrEach } from "../../../live/polling";

/** What the pages of bookings read, again and again while they are looked at. */

const ROWS = 100;
const TIMES = 40;
const POLL_MS = 10_000;
const MINUTE = 60_000;

/** The bookings of a day; `2026-11-24`, null for today. */
export function useTeleconsultations(day: string | null, siteId: string | null) {
  return useQuery({
    ...listTeleconsultationsOptions({
      query: { ...(day && { on_day: day }), ...(siteId && { site_id: siteId }), limit: ROWS },
    }),
    ...liveOrEach(POLL_MS),
  });
}

export function useTeleconsultation(bookingId: string) {
  const options = getTeleconsultationOptions({ path: { booking_id: bookingId } });
  return useQuery({ ...options, ...liveOrEach(POLL_MS) });
}

/** How many a doctor did this year; asked for by doctors alone. */
export function useOwnCount(enabled: boolean) {
  return useQuery({ ...getMyTeleconsultationCountOptions(), enabled });
}

export function useFigures(month: string) {
  return useQuery(getTeleconsultationFiguresOptions({ query: { month } }));
}

export function useKiosks() {
  return useQuery({ ...listTeleconsultationKiosksOptions(), refetchInterval: MINUTE });
}

export type Wanted = {
  siteId: string;
  professionalId: string | null;
  reason: TeleconsultationReason | null;
  from: string;
  until: string;
};

/** Where room, assistant and doctor are free together; null: nothing is asked for yet. */
export function useTimes(wanted: Wanted | null) {
  return useQuery({
    ...listTeleconsultationTimesOptions({
      query: {
        site_id: wanted?.siteId ?? "",
        ...(wanted?.professionalId && { professional_id: wanted.professionalId }),
        ...(wanted?.reason && { reason: wanted.reason }),
        from_at: wanted?.from ?? "",
        until: wanted?.until ?? "",
        limit: TIMES,
      },
    }),
    enabled: wanted !== null,
    staleTime: 0,
    refetchInterval: MINUTE,
  });
}
