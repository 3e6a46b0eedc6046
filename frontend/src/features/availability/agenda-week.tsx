import type {
  Agenda,
  AgendaOccurrence,
  Appointment,
  Closure,
  Opening,
  SlotAudience,
} from "../../api";
import { addDays, dayKey, hour, type Instant, instantAt, millis, minuteOfDay } from "../../time";
import type { WeekBlock, WeekDay } from "../../ui/Week";
import { NEED_SHORT, SLOT_AUDIENCE, STATUS } from "../../words";
import classes from "./Agenda.module.css";
import { standing, touches } from "./agenda-day";
import {
  closureTitle,
  freeWord,
  heldFor,
  insideWord,
  openingTitle,
  takenWord,
} from "./agenda-words";
import { lanesOf } from "./lanes";

/** What a tap on a block does. */
export type WeekActs = {
  onOpening: (occurrence: AgendaOccurrence) => void;
  onClosure: (closure: Closure) => void;
  onDay: (day: string) => void;
};

const END_OF_DAY = 24 * 60;
const OFFICE_HOURS = { first: 8, last: 20 };
const MOST_DOTS = 12;
const A_MINUTE = 60_000;

function endMinute(day: string, endsAt: Instant): number {
  return dayKey(endsAt) > day ? END_OF_DAY : minuteOfDay(endsAt);
}

/** The widest first: who sees the slots by one of them sees those by the next. */
const WIDEST: SlotAudience[] = ["public", "pro", "snp", "cpts"];

function AudienceTag({ opening }: { opening: Opening }) {
  const widest = WIDEST.find((audience) => opening.audiences.includes(audience));
  return widest && <i className={classes.tag}>{SLOT_AUDIENCE[widest]}</i>;
}

/** Minutes from the start of an opening to its first slot that nothing lies over: its title goes there. */
function titleAfter({ opening, slots, starts_at }: AgendaOccurrence): number {
  if (opening.kind === "range") return 0;
  const clear = slots.find(({ state }) => state === "free" || state === "past");
  return clear ? (millis(clear.starts_at) - millis(starts_at)) / A_MINUTE : 0;
}

function Dots({ occurrence }: { occurrence: AgendaOccurrence }) {
  const { taken, opening } = occurrence;
  return (
    <span className={classes.dots} aria-hidden="true">
      {Array.from({ length: Math.min(opening.capacity, MOST_DOTS) }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places are all alike and never move.
        <i key={place} data-taken={place < taken || undefined} />
      ))}
    </span>
  );
}

/** The name of its block in the week. */
export function blockIdOf({ opening, starts_at }: AgendaOccurrence): string {
  return `${opening.id}-${starts_at}`;
}

/** With word joiners at its hyphens: a narrow column writes « Sans » above « rendez-vous ». */
function unbroken(title: string): string {
  return title.replaceAll("-", "\u2060-\u2060");
}

function openingBlock(occurrence: AgendaOccurrence, day: string, now: Instant, acts: WeekActs) {
  const { opening, starts_at, ends_at } = occurrence;
  const range = opening.kind === "range";
  const title = openingTitle(opening);
  const state = range ? takenWord(occurrence) : freeWord(occurrence, now);
  return {
    id: blockIdOf(occurrence),
    // A single day that is over is history; an opening that comes back has days to come.
    editable: opening.weekday !== null || millis(ends_at) > millis(now),
    look: range ? "walk_in" : "opening",
    from: minuteOfDay(starts_at),
    to: endMinute(day, ends_at),
    title: (
      <>
        {unbroken(range ? "Sans RDV" : title)} <AudienceTag opening={opening} />
      </>
    ),
    aside: range ? undefined : state,
    detail: range ? (
      <>
        <Dots occurrence={occurrence} />
        {state}
      </>
    ) : undefined,
    label: `${title}, de ${hour(starts_at)} à ${hour(ends_at)}, ${state}`,
    titleAfter: titleAfter(occurrence),
    slotMinutes: range ? undefined : (opening.step_minutes ?? opening.slot_minutes),
    onOpen: () => acts.onOpening(occurrence),
  } satisfies WeekBlock;
}

function closureBlock(closure: Closure, day: string, acts: WeekActs): WeekBlock {
  const title = closureTitle(closure);
  const inside = insideWord(closure.appointments_inside);
  return {
    id: `${closure.id}-${day}`,
    look: "closed",
    from: dayKey(closure.starts_at) < day ? 0 : minuteOfDay(closure.starts_at),
    to: endMinute(day, closure.ends_at),
    title,
    detail: inside ?? undefined,
    label: [title, inside].filter(Boolean).join(", "),
    onOpen: () => acts.onClosure(closure),
  };
}

/** Those who come in a walk-in range are its dots: a block for each would hide it. */
function inRange({ starts_at, ends_at }: Appointment, agenda: Agenda): boolean {
  return agenda.occurrences.some(
    (range) =>
      range.opening.kind === "range" && range.starts_at === starts_at && range.ends_at === ends_at,
  );
}

function appointmentBlocks(agenda: Agenda, day: string, onDay: WeekActs["onDay"]): WeekBlock[] {
  return standing(agenda)
    .filter((one) => dayKey(one.starts_at) === day && !inRange(one, agenda))
    .map(({ id, state, starts_at, ends_at, need, actions }) => {
      const words = need ? NEED_SHORT[need] : "Rendez-vous";
      return {
        id,
        look: state === "fulfilled" || state === "no_show" ? state : "booked",
        from: minuteOfDay(starts_at),
        to: endMinute(day, ends_at),
        title: (
          <>
            <b>{hour(starts_at)}</b> {words}
          </>
        ),
        label: `${hour(starts_at)}, ${words}, ${STATUS.appointment[state].word.toLocaleLowerCase("fr")}`,
        movable: actions.includes("move"),
        onOpen: () => onDay(day),
      };
    });
}

function heldBlocks(agenda: Agenda, day: string, now: Instant): WeekBlock[] {
  return agenda.occurrences
    .filter(({ opening }) => opening.kind === "slots")
    .flatMap(({ slots }) => slots)
    .filter(({ state, starts_at }) => state === "held" && dayKey(starts_at) === day)
    .map(({ slot_id, starts_at, ends_at, held_until }) => {
      const kept = ["gardé", heldFor(held_until, now)].filter(Boolean).join(", ");
      return {
        id: slot_id,
        look: "held",
        from: minuteOfDay(starts_at),
        to: endMinute(day, ends_at),
        title: (
          <>
            <b>{hour(starts_at)}</b> {kept}
          </>
        ),
        label: `${hour(starts_at)}, ${kept}`,
      };
    });
}

function elsewhereBlocks(agenda: Agenda, day: string): WeekBlock[] {
  return agenda.busy_elsewhere
    .filter(({ starts_at, ends_at }) => touches(day, starts_at, ends_at))
    .map(({ calendar_id, calendar_name, starts_at, ends_at }) => ({
      id: `${calendar_id}-${starts_at}-${day}`,
      look: "busy",
      from: dayKey(starts_at) < day ? 0 : minuteOfDay(starts_at),
      to: endMinute(day, ends_at),
      title: "Occupé ailleurs",
      detail: calendar_name ?? undefined,
      label: ["Occupé ailleurs", calendar_name].filter(Boolean).join(", "),
    }));
}

/**
 * One column of the week: what is open first, side by side where it meets; then what lies over all of it,
 * since a time that is taken is taken in each.
 */
export function weekDay(agenda: Agenda, day: string, now: Instant, acts: WeekActs): WeekDay {
  const openings = agenda.occurrences.filter(({ starts_at }) => dayKey(starts_at) === day);
  const closures = agenda.closures.filter((one) => touches(day, one.starts_at, one.ends_at));
  const open = openings.map((occurrence) => openingBlock(occurrence, day, now, acts));
  const lanes = lanesOf(open);
  return {
    at: instantAt(day, "12:00"),
    today: dayKey(now) === day,
    note: agenda.holidays.find(({ on_day }) => on_day === day)?.name,
    blocks: [
      ...open.map((block) => ({ ...block, lane: lanes.get(block.id) })),
      ...closures.map((closure) => closureBlock(closure, day, acts)),
      ...elsewhereBlocks(agenda, day),
      ...heldBlocks(agenda, day, now),
      ...appointmentBlocks(agenda, day, acts.onDay),
    ],
  };
}

/** Monday to Saturday, and Sunday when something is in it or it is looked at. */
export function daysOfWeek(agenda: Agenda | undefined, monday: string, chosen: string): string[] {
  const days = Array.from({ length: 7 }, (_, after) => addDays(monday, after));
  const sunday = addDays(monday, 6);
  const used =
    chosen === sunday ||
    agenda?.occurrences.some(({ starts_at }) => dayKey(starts_at) === sunday) ||
    agenda?.appointments.some(({ starts_at }) => dayKey(starts_at) === sunday);
  return used ? days : days.slice(0, 6);
}

/** The hours that hold everything, eight to twenty at least. */
export function hoursOf(days: WeekDay[]): { first: number; last: number } {
  const blocks = days
    .flatMap((day) => day.blocks)
    .filter(({ look }) => look !== "closed" && look !== "busy");
  return {
    first: Math.min(OFFICE_HOURS.first, ...blocks.map(({ from }) => Math.floor(from / 60))),
    last: Math.max(OFFICE_HOURS.last, ...blocks.map(({ to }) => Math.ceil(to / 60))),
  };
}

/** The same days, with nothing outside the hours that are shown. */
export function within(days: WeekDay[], hours: { first: number; last: number }): WeekDay[] {
  const [start, end] = [hours.first * 60, hours.last * 60];
  return days.map((day) => ({
    ...day,
    blocks: day.blocks
      .filter(({ from, to }) => from < end && to > start)
      .map((block) => ({
        ...block,
        from: Math.max(block.from, start),
        to: Math.min(block.to, end),
      })),
  }));
}
