import { useQueryClient } from "@tanstack/react-query";
import {
  askTeleconsultationSoon,
  cancelTeleconsultation,
  checkInTeleconsultation,
  closeTeleconsultation,
  confirmTeleconsultation,
  confirmTeleconsultationByPhone,
  finishTeleconsultation,
  holdTeleconsultation,
  interruptTeleconsultation,
  moveTeleconsultation,
  recordTeleconsultationConsent,
  recordTeleconsultationNoShow,
  releaseTeleconsultation,
  releaseTeleconsultationHold,
  startTeleconsultation,
  type Teleconsultation,
  type TeleconsultationCancellationReason,
  type TeleconsultationConsentInput,
  type TeleconsultationFollowUp,
  type TeleconsultationHold,
  type TeleconsultationInput,
  type TeleconsultationList,
  type TeleconsultationSearchInput,
  type TeleconsultationSolution,
  type TeleconsultationTime,
  tickTeleconsultationReport,
} from "../../../api";
import {
  getTeleconsultationQueryKey,
  listTeleconsultationsQueryKey,
} from "../../../api/@tanstack/react-query.gen";
import { etag, useWrite } from "../../../writes";

/** Keeps a start while the rest is filled in. */
export function useHold(onDone: (hold: TeleconsultationHold) => void) {
  return useWrite(
    async ({ slot_id, site_id }: TeleconsultationTime, key: string) => {
      const { data } = await holdTeleconsultation({
        headers: { "Idempotency-Key": key },
        body: { slot_id, site_id },
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** Lets it go again; without an answer, it expires by itself. */
export function letGo(hold: TeleconsultationHold | null): void {
  if (hold === null) return;
  releaseTeleconsultationHold({ path: { hold_id: hold.id }, keepalive: true }).catch(
    () => undefined,
  );
}

export type Booking = { held: TeleconsultationInput } | { soon: TeleconsultationSearchInput };

/** Books from the desk: what is held, or as soon as possible. */
export function useBook(onDone: (booking: Teleconsultation) => void) {
  return useWrite(
    async (booking: Booking, key: string) => {
      const common = { headers: { "Idempotency-Key": key }, throwOnError: true } as const;
      const { data } =
        "held" in booking
          ? await confirmTeleconsultation({ ...common, body: booking.held })
          : await askTeleconsultationSoon({ ...common, body: booking.soon });
      return data;
    },
    { onDone },
  );
}

/** What may be done to a booking, each with what it needs. */
export type BookingAct =
  | { kind: "check_in" }
  | { kind: "start" }
  | { kind: "finish"; reportSent: boolean }
  | { kind: "tick_report" }
  | { kind: "interrupt"; followUp: TeleconsultationFollowUp; token?: string }
  | { kind: "record_no_show" }
  | { kind: "release" }
  | { kind: "confirm_by_phone" }
  | { kind: "record_consent"; consent: TeleconsultationConsentInput }
  | { kind: "move"; token: string }
  | { kind: "cancel"; reason: TeleconsultationCancellationReason }
  | { kind: "close"; solution: TeleconsultationSolution };

type Sent = { bookingId: string; version: number; act: BookingAct; leaving?: boolean };

async function send({ bookingId, version, act, leaving }: Sent, key: string) {
  const common = {
    path: { booking_id: bookingId },
    headers: { "If-Match": etag(version), "Idempotency-Key": key },
    keepalive: leaving,
    throwOnError: true,
  } as const;
  switch (act.kind) {
    case "check_in":
      return (await checkInTeleconsultation(common)).data;
    case "start":
      return (await startTeleconsultation(common)).data;
    case "finish":
      return (await finishTeleconsultation({ ...common, body: { report_sent: act.reportSent } }))
        .data;
    case "tick_report":
      return (await tickTeleconsultationReport({ ...common, body: { report_sent: true } })).data;
    case "interrupt":
      return (
        await interruptTeleconsultation({
          ...common,
          body: { follow_up: act.followUp, ...(act.token && { hold_token: act.token }) },
        })
      ).data;
    case "record_no_show":
      return (await recordTeleconsultationNoShow(common)).data;
    case "release":
      return (await releaseTeleconsultation(common)).data;
    case "confirm_by_phone":
      return (await confirmTeleconsultationByPhone(common)).data;
    case "record_consent":
      return (await recordTeleconsultationConsent({ ...common, body: act.consent })).data;
    case "move":
      return (await moveTeleconsultation({ ...common, body: { hold_token: act.token } })).data;
    case "cancel":
      return (await cancelTeleconsultation({ ...common, body: { reason: act.reason } })).data;
    case "close":
      return (await closeTeleconsultation({ ...common, body: { solution: act.solution } })).data;
  }
}

/** Every act on a booking. The next one, on whichever page, acts on what this one made of it. */
export function useBookingAct() {
  const queries = useQueryClient();
  return useWrite(send, {
    onDone: (booking) => {
      queries.setQueryData(
        getTeleconsultationQueryKey({ path: { booking_id: booking.id } }),
        booking,
      );
      queries.setQueriesData<TeleconsultationList>(
        { queryKey: listTeleconsultationsQueryKey() },
        (page) =>
          page && {
            ...page,
            items: page.items.map((one) => (one.id === booking.id ? booking : one)),
          },
      );
    },
  });
}
