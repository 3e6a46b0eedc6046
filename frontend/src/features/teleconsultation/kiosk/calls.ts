import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import {
  askKioskSoon,
  confirmKioskBooking,
  holdKioskTime,
  type KioskEvent,
  type KioskSearchInput,
  releaseTeleconsultationHold,
  sendKioskEvents,
  sendKioskHeartbeat,
  type Teleconsultation,
  type TeleconsultationHold,
  type TeleconsultationInput,
} from "../../../api";
import {
  findKioskTimesOptions,
  getKioskBookingOptions,
  readKioskOptions,
} from "../../../api/@tanstack/react-query.gen";
import { useWrite } from "../../../writes";
import type { Draft } from "./draft";
import { batch, newOutbox, queued, settled } from "./outbox";

/** What the page of a kiosk asks the server, and tells it by itself. Nothing of it outlives the page. */

const MINUTE = 60_000;
const KIOSK_MS = MINUTE;
const TIMES_MS = 30_000;
const BOOKING_MS = 5_000;
const TIMES_SHOWN = 60;
const AGAIN_MS = 10_000;

/** The site, its reasons and whether it is open. */
export function useKiosk(siteId: string) {
  return useQuery({
    ...readKioskOptions({ path: { site_id: siteId } }),
    refetchInterval: KIOSK_MS,
    refetchIntervalInBackground: true,
  });
}

/** What can be booked here, read again while one chooses. */
export function useTimes(siteId: string, reason: Draft["reason"]) {
  return useQuery({
    ...findKioskTimesOptions({
      path: { site_id: siteId },
      query: { ...(reason && { reason }), limit: TIMES_SHOWN },
    }),
    refetchInterval: TIMES_MS,
    staleTime: 0,
    gcTime: 0,
  });
}

/** The booking that the person waits for. */
export function useBooking(siteId: string, bookingId: string) {
  return useQuery({
    ...getKioskBookingOptions({ path: { site_id: siteId, booking_id: bookingId } }),
    refetchInterval: BOOKING_MS,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Keeps a start for the person who is answering. */
export function useHold(siteId: string, onDone: (hold: TeleconsultationHold) => void) {
  return useWrite(
    async (slotId: string, key: string) => {
      const { data } = await holdKioskTime({
        path: { site_id: siteId },
        headers: { "Idempotency-Key": key },
        body: { slot_id: slotId, site_id: siteId },
        throwOnError: true,
      });
      return data;
    },
    { onDone },
  );
}

/** What is sent at the end: a start that is held, or as soon as possible. */
export type Sending = { held: TeleconsultationInput } | { soon: KioskSearchInput };

/** Books; sent again after a lost answer, it is done once. */
export function useBook(siteId: string, onDone: (booking: Teleconsultation) => void) {
  return useWrite(
    async (sending: Sending, key: string) => {
      const common = {
        path: { site_id: siteId },
        headers: { "Idempotency-Key": key },
        throwOnError: true,
      } as const;
      const { data } =
        "held" in sending
          ? await confirmKioskBooking({ ...common, body: sending.held })
          : await askKioskSoon({ ...common, body: sending.soon });
      return data;
    },
    { onDone },
  );
}

/** Lets a start go that nobody wants any more; without an answer, it expires by itself. */
export function release(hold: TeleconsultationHold | null): void {
  if (hold === null) return;
  releaseTeleconsultationHold({ path: { hold_id: hold.id }, keepalive: true }).catch(
    () => undefined,
  );
}

/** Counts a reason that was sent elsewhere; the person is told at once, whatever the network does. */
export function countRedirect(siteId: string, reason: KioskSearchInput["reason"]): void {
  askKioskSoon({ path: { site_id: siteId }, body: { reason } }).catch(() => undefined);
}

/** Says that this kiosk is alive, twice as often as it must. */
export function useHeartbeat(siteId: string): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let stopped = false;
    const beat = async () => {
      let within = 1;
      try {
        const { data } = await sendKioskHeartbeat({
          path: { site_id: siteId },
          headers: { "Sent-At": new Date().toISOString() },
        });
        within = data?.next_within_minutes ?? within;
      } catch {
        // Without a network there is nobody to tell; the next one says it.
      }
      if (!stopped) timer = setTimeout(beat, (within * MINUTE) / 2);
    };
    void beat();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [siteId]);
}

/** What is told of an event, beside its number. */
export type Told = Pick<KioskEvent, "kind" | "booking_id" | "cancellation_reason">;

/**
 * The outbox of this page: what happened is told in order, again and again until it is settled.
 *
 * @returns writes an event at the end of it
 */
export function useOutbox(siteId: string): (told: Told) => void {
  const outbox = useRef(newOutbox(crypto.randomUUID()));
  const busy = useRef(false);
  const [round, setRound] = useState(0);

  useEffect(() => {
    // A round: after an event was written, or again after the network failed.
    if (round === 0 || busy.current) return;
    let timer: ReturnType<typeof setTimeout>;
    const send = async () => {
      const events = batch(outbox.current);
      if (events.length === 0) return;
      busy.current = true;
      try {
        const { data } = await sendKioskEvents({
          path: { site_id: siteId },
          headers: { "Sent-At": new Date().toISOString() },
          body: { outbox: outbox.current.id, software: "Maillage web", events },
        });
        if (data) outbox.current = settled(outbox.current, data, crypto.randomUUID());
      } catch {
        // It stays in the outbox.
      }
      busy.current = false;
      if (batch(outbox.current).length > 0)
        timer = setTimeout(() => setRound((it) => it + 1), AGAIN_MS);
    };
    void send();
    return () => clearTimeout(timer);
  }, [round, siteId]);

  return useCallback((told: Told) => {
    outbox.current = queued(outbox.current, {
      ...told,
      id: crypto.randomUUID(),
      occurred_at: new Date().toISOString(),
    });
    setRound((it) => it + 1);
  }, []);
}
