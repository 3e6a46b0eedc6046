import type { Agenda, Appointment, Opening } from "../../../api";
import { dayKey, millis, minuteOfDay } from "../../../time";
import type { Direction, Stretch } from "./geometry";

/** A free slot of the same professional, where an appointment may go. */
export type Place = Stretch & { slotId: string; startsAt: string; opening: Opening };

const END_OF_DAY = 24 * 60;
/** How near a free slot a pointer must be for the appointment to go there, in minutes. */
const REACH = 40;

/** Where an appointment stands among the days shown, on the wall clock; column -1 on another day. */
export function standsAt(
  { starts_at, ends_at }: Pick<Appointment, "starts_at" | "ends_at">,
  days: string[],
): Stretch {
  const to = minuteOfDay(ends_at);
  return {
    column: days.indexOf(dayKey(starts_at)),
    from: minuteOfDay(starts_at),
    to: to === 0 ? END_OF_DAY : to,
  };
}

function takes({ kind, needs, modes }: Opening, { need, mode }: Appointment): boolean {
  const fits = need === null || needs.length === 0 || needs.includes(need);
  return kind === "slots" && fits && modes.includes(mode);
}

/** The free slots shown that take what the appointment is for, by day and hour. */
export function placesFor(
  appointment: Appointment,
  agenda: Agenda,
  days: string[],
  now: number,
): Place[] {
  const found = agenda.occurrences
    .filter(({ opening }) => takes(opening, appointment))
    .flatMap(({ opening, slots }) =>
      slots
        .filter(({ state, starts_at }) => state === "free" && millis(starts_at) > now)
        .map((slot) => ({
          ...standsAt(slot, days),
          slotId: slot.slot_id,
          startsAt: slot.starts_at,
          opening,
        })),
    )
    .filter(({ column }) => column >= 0);
  // Two openings may offer the same hour: one is enough.
  const byHour = new Map(found.map((place) => [place.startsAt, place]));
  return [...byHour.values()].sort(
    (one, other) => one.column - other.column || one.from - other.from,
  );
}

function nearest(at: Stretch, places: Place[]): Place | null {
  const far = ({ from }: Place) => Math.abs(from - at.from);
  return places.toSorted((one, other) => far(one) - far(other))[0] ?? null;
}

/** The free slot under the pointer, or the one beside it; null where there is none. */
export function placeNear(at: Stretch, places: Place[]): Place | null {
  const near = nearest(
    at,
    places.filter(({ column }) => column === at.column),
  );
  return near && Math.abs(near.from - at.from) <= REACH ? near : null;
}

/** The next free slot for a key: earlier or later that day, or at about that hour of another day. */
export function placeTowards(at: Stretch, direction: Direction, places: Place[]): Place | null {
  const here = places.filter(({ column }) => column === at.column);
  if (direction === "up") return here.findLast(({ from }) => from < at.from) ?? null;
  if (direction === "down") return here.find(({ from }) => from > at.from) ?? null;
  const next =
    direction === "left"
      ? places.findLast(({ column }) => column < at.column)
      : places.find(({ column }) => column > at.column);
  if (!next) return null;
  return nearest(
    at,
    places.filter(({ column }) => column === next.column),
  );
}
