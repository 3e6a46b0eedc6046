import { useRef, useState } from "react";
import type { Agenda, AgendaOccurrence, Opening } from "../../../api";
import { dayKey, minuteOfDay, wallHour } from "../../../time";
import { announce } from "../../../ui/announce";
import { sendNow, undoable } from "../../../undo";
import { useWrite } from "../../../writes";
import { sharedShort } from "../shared-words";
import { type Act, changeOf, creationOf, minutesOf, perform, type Scope, wallTime } from "./acts";
import { type Bounds, type Stretch, same } from "./geometry";
import { dayWord, leftOutside, placeWord } from "./words";

/** A change under way. Nothing is sent before it is `sending`. */
export type Edit = {
  /** The opening that is changed; null: a new one. */
  occurrence: AgendaOccurrence | null;
  /** Where it stands; null for a new one. */
  origin: Stretch | null;
  /** Where it would be. */
  at: Stretch;
  /** `moving`: under the pointer. `asking`: put down, one day or all? `closing`: to be closed, same question. */
  phase: "moving" | "asking" | "closing" | "sending" | "refused";
  error: unknown;
  scope: Scope | null;
};

type EditorOptions = {
  agenda: Agenda;
  /** The days shown, by column. */
  days: string[];
  hours: { first: number; last: number };
  now: number;
  practiceId: string;
};

/** Where the focus goes. `opening`: once there is one, for the agenda is being read again. */
export type GoTo = Pick<Stretch, "column" | "from"> & { opening: boolean };

export type Editor = ReturnType<typeof useEditor>;

/** Where an opening stands among the days shown, on the wall clock. */
export function stretchOf({ opening, starts_at }: AgendaOccurrence, days: string[]): Stretch {
  const column = days.indexOf(dayKey(starts_at));
  return { column, from: minutesOf(opening.from_time), to: minutesOf(opening.to_time) };
}

/** One change at a time: drawn, moved or asked to close, then kept for a day or for all, then taken back. */
export function useEditor({ agenda, days, hours, now, practiceId }: EditorOptions) {
  const [edit, show] = useState<Edit | null>(null);
  // A pointer moves faster than the page is drawn: what it does next rests on what it did, not on what shows.
  const held = useRef<Edit | null>(null);
  const [goTo, setGoTo] = useState<GoTo | null>(null);
  const write = useWrite(perform);
  const takeBack = useWrite(perform);
  const today = dayKey(now);

  function setEdit(next: Edit | null) {
    held.current = next;
    show(next);
  }
  function bounds(shortest: number): Bounds {
    return { columns: days.length, from: hours.first * 60, to: hours.last * 60, shortest };
  }
  function isPast(at: Stretch): boolean {
    const day = days[at.column] ?? today;
    return day < today || (day === today && at.to <= minuteOfDay(now));
  }
  /** Whether it can be kept for that day alone. */
  function mayBeOneDay({ at, origin }: Edit): boolean {
    return !isPast(at) && !(origin && isPast(origin));
  }

  function begin(occurrence: AgendaOccurrence | null, at: Stretch, phase: Edit["phase"]) {
    const origin = occurrence && stretchOf(occurrence, days);
    setGoTo(null);
    setEdit({ occurrence, origin, at, phase, error: null, scope: null });
  }
  function change(at: Stretch) {
    if (held.current) setEdit({ ...held.current, at, phase: "moving" });
  }
  function cancel() {
    const left = held.current;
    if (!left || left.phase === "sending") return;
    announce(left.occurrence ? "Laissée comme elle était" : "Rien n’a été ouvert");
    setGoTo({ ...(left.origin ?? left.at), opening: left.origin !== null });
    setEdit(null);
  }

  function actOf({ occurrence, at }: Edit, scope: Scope): Act {
    return occurrence
      ? changeOf(occurrence, days, at, scope)
      : creationOf(agenda, practiceId, days[at.column] ?? today, at, scope);
  }
  function sentence({ occurrence, at }: Edit, opening: Opening | null): string {
    const left = occurrence && leftOutside(occurrence, at, days);
    const done = `${occurrence ? "Plage changée" : "Ouvert"}, ${wallHour(wallTime(at.from))}`;
    return [done, left, opening && sharedShort(opening)].filter(Boolean).join(", ");
  }
  /** Sends it; said at once where it is refused, and taken back for eight seconds where it is not. */
  function keep(wished: Edit, scope: Scope) {
    sendNow();
    setEdit({ ...wished, phase: "sending", scope, error: null });
    write.mutateAsync(actOf(wished, scope)).then(
      ({ back, opening }) => {
        setEdit(null);
        setGoTo({ ...wished.at, opening: true });
        undoable({
          sentence: sentence(wished, opening),
          commit: () => undefined,
          revert: () => back && takeBack.mutate(back),
        });
      },
      (error) => setEdit({ ...wished, phase: "refused", scope, error }),
    );
  }

  /** Puts down what is held: sends what leaves no question, else asks. */
  function putDown(at: Stretch) {
    if (!held.current) return;
    const wished: Edit = { ...held.current, at, phase: "asking" };
    const { occurrence, origin } = wished;
    const single = occurrence !== null && occurrence.opening.weekday === null;
    if (single && origin && !same(at, origin)) keep(wished, "day");
    else setEdit(wished);
  }

  return {
    edit,
    goTo,
    arrived: () => setGoTo(null),
    problem: takeBack.error,
    bounds,
    mayBeOneDay,
    begin,
    change,
    putDown,
    cancel,
    /** Ends the change: something else takes over. */
    leave: () => setEdit(null),
    keep: (scope: Scope) => edit && keep(edit, scope),
    /** A key moved it: said, and waiting for Enter. */
    nudge(occurrence: AgendaOccurrence, at: Stretch) {
      const origin = stretchOf(occurrence, days);
      setEdit({ occurrence, origin, at, phase: "asking", error: null, scope: null });
      announce(placeWord(at, days));
    },
    askToClose(occurrence: AgendaOccurrence) {
      begin(occurrence, stretchOf(occurrence, days), "closing");
      announce(`Fermer, ${dayWord(dayKey(occurrence.starts_at))}`);
    },
    /** Tries again on what the agenda says now. */
    again() {
      if (!edit?.scope) return;
      const { occurrence } = edit;
      const fresh =
        occurrence &&
        agenda.occurrences.find(
          ({ opening, starts_at }) =>
            opening.id === occurrence.opening.id &&
            dayKey(starts_at) === dayKey(occurrence.starts_at),
        );
      keep({ ...edit, occurrence: fresh ?? occurrence }, edit.scope);
    },
  };
}
