import { useRef, useState } from "react";
import type { Agenda, Appointment } from "../../../api";
import { hour } from "../../../time";
import { announce } from "../../../ui/announce";
import { useAppointmentAct } from "../agenda";
import { type Direction, type Stretch, same } from "./geometry";
import { type Place, placeNear, placesFor, placeTowards, standsAt } from "./places";
import { placeWord } from "./words";

/** An appointment on its way to another time. Nothing is sent before it is `sending`. */
export type Moving = {
  appointment: Appointment;
  /** Where it stands. */
  origin: Stretch;
  /** Where it is drawn: on a free slot, or under the pointer where there is none. */
  at: Stretch;
  /** The free slot that it would take; null: none is there. */
  place: Place | null;
  /** `moving`: under the pointer. `asking`: put down, is it so? */
  phase: "moving" | "asking" | "sending" | "refused";
  error: unknown;
};

type MoverOptions = { agenda: Agenda; days: string[]; now: number };

export type Mover = ReturnType<typeof useMover>;

/** Moving one appointment to a free slot of the same professional: held, put down, confirmed, sent. */
export function useMover({ agenda, days, now }: MoverOptions) {
  const [moving, show] = useState<Moving | null>(null);
  // A pointer moves faster than the page is drawn: what it does next rests on what it did.
  const held = useRef<Moving | null>(null);
  const [goTo, setGoTo] = useState<string | null>(null);
  const act = useAppointmentAct();

  function set(next: Moving | null) {
    held.current = next;
    show(next);
  }
  function placesOf(appointment: Appointment): Place[] {
    return placesFor(appointment, agenda, days, now);
  }
  function to(known: Moving, at: Stretch, phase: Moving["phase"]): Moving {
    const place = placeNear(at, placesOf(known.appointment));
    const home = same(at, known.origin);
    const shown = home || !place ? at : place;
    const { column, from, to: end } = shown;
    return { ...known, at: { column, from, to: end }, place: home ? null : place, phase };
  }
  function begin(appointment: Appointment) {
    const origin = standsAt(appointment, days);
    setGoTo(null);
    set({ appointment, origin, at: origin, place: null, phase: "moving", error: null });
  }
  function cancel() {
    const left = held.current;
    if (!left || left.phase === "sending") return;
    announce(`Laissé à ${hour(left.appointment.starts_at)}`);
    setGoTo(left.appointment.id);
    set(null);
  }
  return {
    moving,
    /** The block that the focus goes to, once it is drawn. */
    goTo,
    arrived: () => setGoTo(null),
    /** The free slots that are shown while something is moved. */
    places: moving ? placesOf(moving.appointment) : [],
    begin,
    change(at: Stretch) {
      if (held.current) set(to(held.current, at, "moving"));
    },
    /** Put down on a free slot it asks; put down elsewhere it goes back, and says why. */
    putDown(at: Stretch) {
      if (!held.current) return;
      const put = to(held.current, at, "asking");
      set(put.place || same(put.at, put.origin) ? put : { ...put, at: put.origin });
      if (!put.place && !same(put.at, put.origin)) announce("Pas de créneau libre à cette heure");
    },
    cancel,
    leave: () => set(null),
    /** A key takes it to the next free slot in that direction. */
    nudge(appointment: Appointment, direction: Direction) {
      const known = held.current;
      const mine = known?.appointment.id === appointment.id ? known : null;
      const origin = standsAt(appointment, days);
      const at = mine?.at ?? origin;
      const place = placeTowards(at, direction, placesOf(appointment));
      if (!place) {
        announce("Pas de créneau libre de ce côté");
        return;
      }
      const { column, from, to: end } = place;
      setGoTo(null);
      set({
        appointment,
        origin,
        at: { column, from, to: end },
        place,
        phase: "asking",
        error: null,
      });
      announce(placeWord(place, days));
    },
    /** Sends it, once it was asked. `afterWish`: that it is after the wished deadline is known. */
    confirm(afterWish: boolean) {
      const wished = held.current;
      if (!wished?.place) return;
      set({ ...wished, phase: "sending", error: null });
      const { id, version } = wished.appointment;
      const known = afterWish ? { after_wish: true } : {};
      act
        .mutateAsync({ id, act: "move", version, to: { slot_id: wished.place.slotId, ...known } })
        .then(
          (moved) => {
            set(null);
            setGoTo(moved.id);
            announce(`Déplacé à ${hour(moved.starts_at)}`);
          },
          (error) => set({ ...wished, at: wished.origin, phase: "refused", error }),
        );
    },
  };
}
