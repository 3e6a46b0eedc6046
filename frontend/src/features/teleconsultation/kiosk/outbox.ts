import type { KioskEvent, KioskEventResults } from "../../../api";

/**
 * What happened at this kiosk and was not told to the server yet, in order, in the memory of the page alone:
 * after a reload it begins again under a new name. Events name a booking, never a person. Pure.
 */

export type Outbox = {
  /** Of this page: numbers begin at 1 under it. */
  readonly id: string;
  /** The number of the next event. */
  readonly next: number;
  /** Not answered yet, in order. */
  readonly waiting: readonly KioskEvent[];
};

const AT_ONCE = 100;

export function newOutbox(id: string): Outbox {
  return { id, next: 1, waiting: [] };
}

/** Writes an event at the end; its id and instant are given by the caller. */
export function queued({ id, next, waiting }: Outbox, event: Omit<KioskEvent, "sequence">): Outbox {
  return { id, next: next + 1, waiting: [...waiting, { ...event, sequence: next }] };
}

/** What is to be sent now; nothing is an empty list. */
export function batch({ waiting }: Outbox): KioskEvent[] {
  return waiting.slice(0, AT_ONCE);
}

/**
 * What is left after an answer: everything settled is gone, whatever came of it. What the server refused for
 * want of an earlier event stays, to be sent again from the number that it waits for; when this page does not
 * have that one any more, all that is left begins under a new name.
 *
 * @param newId the name of that new outbox
 */
export function settled(outbox: Outbox, answer: KioskEventResults, newId: string): Outbox {
  const told = new Set(
    answer.results
      .filter(({ next }) => next !== "resend_from_next_sequence")
      .map(({ sequence }) => sequence),
  );
  const waiting = outbox.waiting.filter(({ sequence }) => !told.has(sequence));
  const [first] = waiting;
  if (first === undefined || first.sequence <= answer.next_sequence) return { ...outbox, waiting };
  return {
    id: newId,
    next: waiting.length + 1,
    waiting: waiting.map((event, index) => ({ ...event, sequence: index + 1 })),
  };
}
