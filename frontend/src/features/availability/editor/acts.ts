import type { Agenda, AgendaOccurrence, Opening, OpeningInput } from "../../../api";
import { dayKey } from "../../../time";
import { changeDay, type OpeningDay, removeOpening, restoreDay, saveOpening } from "../agenda";
import { emptyForm, inputOf, weekdayOf } from "../opening-form";
import type { Stretch } from "./geometry";

/** One day, or all of them. */
export type Scope = "day" | "every";

type Known = { id: string; version: number };

/** What is sent, with what is needed to take it back. */
export type Act =
  | { kind: "create"; body: OpeningInput }
  | ({ kind: "replace"; body: OpeningInput; before: OpeningInput } & Known)
  | ({ kind: "change_day"; instead: OpeningInput } & OpeningDay)
  | ({ kind: "restore_day" } & OpeningDay)
  | ({ kind: "delete" } & Known);

/** Minutes since midnight, as the API writes a time of the wall clock; the end of the day is `24:00`. */
export function wallTime(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Minutes since midnight of a time of the wall clock. */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** The opening as it would be sent again, unchanged. */
export function bodyOf(opening: Opening): OpeningInput {
  const {
    id: _id,
    version: _version,
    professional_id: _professional,
    except_days: _days,
    instead_of_id: _instead,
    instead_of_day: _of,
    replaces_name: _replaces,
    shares_time_with: _shares,
    appointments_ahead: _ahead,
    valid_from,
    valid_to,
    ...body
  } = opening;
  return body.weekday === null ? body : { ...body, valid_from, valid_to };
}

function onlyOn(body: OpeningInput, day: string): OpeningInput {
  const { valid_from: _from, valid_to: _to, ...rest } = body;
  return {
    ...rest,
    weekday: null,
    on_day: day,
    every_weeks: 1,
    nth_of_month: [],
    on_holidays: false,
  };
}

/**
 * What puts an opening elsewhere, for that day or for all.
 *
 * @param days the days shown, by column
 * @param at where it is put
 */
export function changeOf(
  { opening, starts_at }: AgendaOccurrence,
  days: string[],
  at: Stretch,
  scope: Scope,
): Act {
  const { id, version, weekday } = opening;
  const before = bodyOf(opening);
  const day = days[at.column] ?? dayKey(starts_at);
  const hours = { from_time: wallTime(at.from), to_time: wallTime(at.to) };
  if (weekday === null)
    return { kind: "replace", id, version, before, body: { ...onlyOn(before, day), ...hours } };
  if (scope === "every") {
    const body = { ...before, weekday: weekdayOf(day), ...hours };
    return { kind: "replace", id, version, before, body };
  }
  const instead = { ...onlyOn(before, day), ...hours };
  return { kind: "change_day", id, version, on_day: dayKey(starts_at), instead };
}

/** The opening whose settings a new one takes: of the same day, else of the week; null when there is none. */
function likely(agenda: Agenda, day: string): Opening | null {
  const slots = agenda.occurrences.filter(({ opening }) => opening.kind === "slots");
  const here = slots.find(({ starts_at }) => dayKey(starts_at) === day);
  return (here ?? slots[0])?.opening ?? null;
}

/**
 * What opens new time.
 *
 * @param practiceId where, when no opening of the week says it
 */
export function creationOf(
  agenda: Agenda,
  practiceId: string,
  day: string,
  at: Stretch,
  scope: Scope,
): Act {
  const like = likely(agenda, day);
  const known = like ? bodyOf(like) : inputOf(emptyForm(day, practiceId), null);
  const hours = { from_time: wallTime(at.from), to_time: wallTime(at.to) };
  const once = { ...onlyOn(known, day), ...hours };
  if (scope === "day") return { kind: "create", body: once };
  return { kind: "create", body: { ...once, on_day: null, weekday: weekdayOf(day) } };
}

/** The shortest that an opening may be, in minutes: one slot. */
export function shortestOf(
  occurrence: AgendaOccurrence | null,
  agenda: Agenda,
  day: string,
): number {
  return (occurrence?.opening ?? likely(agenda, day))?.slot_minutes ?? 20;
}

/** What came of it: what takes it back, null when nothing does; and the opening as it stands now. */
export type Performed = { back: Act | null; opening: Opening | null };

/** Sends it. */
export async function perform(act: Act, key: string): Promise<Performed> {
  switch (act.kind) {
    case "create": {
      const opening = await saveOpening({ id: null, version: 0, body: act.body }, key);
      const { id, version } = opening;
      return { back: { kind: "delete", id, version }, opening };
    }
    case "replace": {
      const opening = await saveOpening(act, key);
      const { version } = opening;
      return { back: { ...act, version, body: act.before, before: act.body }, opening };
    }
    case "change_day": {
      const { opening, instead } = await changeDay(act, key);
      const { id, version } = opening;
      return { back: { kind: "restore_day", id, version, on_day: act.on_day }, opening: instead };
    }
    case "restore_day":
      await restoreDay(act, key);
      return { back: null, opening: null };
    case "delete":
      await removeOpening(act, key);
      return { back: null, opening: null };
  }
}
