import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import {
  type AvailabilityList,
  bookAppointment,
  type CareMode,
  createHold,
  deleteHold,
  type Need,
  type PersonInput,
} from "../../api";
import {
  getCommunityOptions,
  searchAvailabilityOptions,
} from "../../api/@tanstack/react-query.gen";
import { useWrite } from "../../writes";

/** What a regulation looks for; `radiusKm` around the commune. */
export type Wanted = {
  need: Need | null;
  mode: CareMode | null;
  commune: string;
  radiusKm: number;
  /** First of the list, wherever they practise. */
  professionalId: string | null;
};

/** The list is read again that often while somebody looks at it. */
const EVERY_MS = 30_000;

/** What one entry shows when all its times are wanted. */
const ALL_DAY = 96;

function queryOf(wanted: Wanted) {
  return {
    need: wanted.need ?? undefined,
    mode: wanted.mode ?? undefined,
    commune_insee: wanted.commune,
    radius_km: wanted.radiusKm,
    professional_id: wanted.professionalId ?? undefined,
  };
}

/** What one reading writes of a day, until somebody asks for more. */
const A_FEW = 4;

/** Who can see somebody, read again by itself; `whole`: every time of each day, to find one of them. */
export function useAvailability(wanted: Wanted | null, whole: boolean) {
  return useQuery({
    ...searchAvailabilityOptions({
      query: wanted === null ? {} : { ...queryOf(wanted), slots_per_day: whole ? ALL_DAY : A_FEW },
    }),
    enabled: wanted !== null,
    refetchInterval: EVERY_MS,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

/** Every time of one professional, once somebody asks for more than the first few. */
export function useWholeDays(wanted: Wanted, professionalId: string, enabled: boolean) {
  return useQuery({
    ...searchAvailabilityOptions({
      query: {
        ...queryOf(wanted),
        professional_id: professionalId,
        slots_per_day: ALL_DAY,
        limit: 3,
      },
    }),
    enabled,
    refetchInterval: EVERY_MS,
    staleTime: 0,
  });
}

/** The communes of the territory in which one stands. */
export function useCommunes() {
  return useQuery({ ...getCommunityOptions(), staleTime: Number.POSITIVE_INFINITY });
}

/** A time that is kept for a form being filled. */
export type Held = { id: string; token: string; expires_at: string };

/** Keeps a time for the minutes of the community. */
export function useHold() {
  return useWrite(async (slotId: string, key: string): Promise<Held> => {
    const headers = { "Idempotency-Key": key };
    return (await createHold({ body: { slot_id: slotId }, headers, throwOnError: true })).data;
  });
}

/** Lets a kept time go. */
export function useRelease() {
  return useWrite(async (holdId: string, key: string) => {
    const headers = { "Idempotency-Key": key };
    await deleteHold({ path: { hold_id: holdId }, headers, throwOnError: true });
  });
}

type Booking = {
  slotId: string;
  token: string;
  mode: CareMode;
  need: Need | null;
  person: PersonInput;
  caseNumber: string;
};

/** Books the time that is kept. */
export function useBook(onDone: () => void) {
  return useWrite(
    async (booking: Booking, key: string) => {
      const body = {
        slot_id: booking.slotId,
        hold_token: booking.token,
        mode: booking.mode,
        ...(booking.need && { need: booking.need }),
        person: booking.person,
        ...(booking.caseNumber && { sas_case_number: booking.caseNumber }),
      };
      const headers = { "Idempotency-Key": key };
      return (await bookAppointment({ body, headers, throwOnError: true })).data;
    },
    { onDone },
  );
}

/** A time that was free and is no more: still shown, struck through, for a while. */
export type Gone = { slotId: string; startsAt: string; line: string; day: string };

export function lineOf(entry: { professional: { id: string }; practice_id: string }): string {
  return `${entry.professional.id} ${entry.practice_id}`;
}

function timesOf(list: AvailabilityList): Map<string, Gone> {
  return new Map(
    list.items.flatMap((entry) =>
      entry.days.flatMap(({ day, slots }) =>
        slots.map(({ slot_id, starts_at }) => [
          slot_id,
          { slotId: slot_id, startsAt: starts_at, line: lineOf(entry), day },
        ]),
      ),
    ),
  );
}

/**
 * The times that one reading showed and the next does not, though they are still to come: somebody took
 * them. A time that the list merely pushed out of view, since an earlier one came free, is not taken.
 */
export function goneBetween(before: AvailabilityList, after: AvailabilityList): Gone[] {
  const left = timesOf(after);
  const now = Date.parse(after.as_of);
  const further = new Map(
    after.items.flatMap((entry) =>
      entry.days.map(({ day, slots, more }) => [
        `${lineOf(entry)} ${day}`,
        more > 0 ? (slots.at(-1)?.starts_at ?? "") : null,
      ]),
    ),
  );
  return [...timesOf(before).values()].filter(({ slotId, startsAt, line, day }) => {
    const last = further.get(`${line} ${day}`);
    const seen = last !== undefined && (last === null || Date.parse(startsAt) <= Date.parse(last));
    return !left.has(slotId) && Date.parse(startsAt) > now && seen;
  });
}

/** What disappeared since one searches the same thing; a new search forgets it. */
export function useGone(list: AvailabilityList | undefined, search: string, own: string | null) {
  const [gone, setGone] = useState<Gone[]>([]);
  const before = useRef<{ search: string; list: AvailabilityList } | null>(null);
  useEffect(() => {
    if (list === undefined || before.current?.list === list) return;
    const known = before.current;
    before.current = { search, list };
    if (known === null || known.search !== search) {
      setGone([]);
      return;
    }
    const free = timesOf(list);
    const lost = goneBetween(known.list, list).filter(({ slotId }) => slotId !== own);
    setGone((kept) => [...kept.filter(({ slotId }) => !free.has(slotId)), ...lost]);
  }, [list, search, own]);
  return gone;
}
