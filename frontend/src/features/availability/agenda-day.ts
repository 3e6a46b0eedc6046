import type {
  Agenda,
  AgendaOccurrence,
  AgendaSlot,
  Appointment,
  BusyElsewhere,
  Closure,
  Opening,
} from "../../api";
import { dayKey, instantAt, millis } from "../../time";

/** One line of a day, at its time. */
export type DayEntry = { key: string; at: string } & (
  | { kind: "appointment"; appointment: Appointment }
  | { kind: "free"; slot: AgendaSlot; opening: Opening }
  | { kind: "held"; slot: AgendaSlot }
  | { kind: "closure"; closure: Closure }
  | { kind: "elsewhere"; busy: BusyElsewhere }
  | { kind: "range"; occurrence: AgendaOccurrence }
);

const STANDING = new Set(["booked", "fulfilled", "no_show"]);

/** Appointments that have their place in the day: those cancelled or moved gave it back. */
export function standing(agenda: Agenda): Appointment[] {
  return agenda.appointments.filter(({ state }) => STANDING.has(state));
}

/** Does this stretch of time touch the day? */
export function touches(day: string, startsAt: string, endsAt: string): boolean {
  return dayKey(startsAt) <= day && dayKey(millis(endsAt) - 1) >= day;
}

type OpenSlot = { slot: AgendaSlot; opening: Opening };

function slotsOf(agenda: Agenda, day: string, state: AgendaSlot["state"]): OpenSlot[] {
  const here = agenda.occurrences.filter(({ opening }) => opening.kind === "slots");
  const slots = here.flatMap(({ opening, slots: own }) => own.map((slot) => ({ slot, opening })));
  const seen = new Set<string>();
  return slots.filter(({ slot }) => {
    if (slot.state !== state || dayKey(slot.starts_at) !== day) return false;
    // Two openings at the same place may offer the same time: one line is enough.
    const again = seen.has(slot.starts_at);
    seen.add(slot.starts_at);
    return !again;
  });
}

/** The day in the order of its hours: what is taken, what is free, what is closed. */
export function dayEntries(agenda: Agenda, day: string): DayEntry[] {
  const entries: DayEntry[] = [];
  for (const appointment of standing(agenda)) {
    if (dayKey(appointment.starts_at) !== day) continue;
    const { id: key, starts_at: at } = appointment;
    entries.push({ kind: "appointment", key, at, appointment });
  }
  for (const kind of ["free", "held"] as const) {
    for (const { slot, opening } of slotsOf(agenda, day, kind)) {
      entries.push({ kind, key: slot.slot_id, at: slot.starts_at, slot, opening });
    }
  }
  for (const closure of agenda.closures) {
    if (!touches(day, closure.starts_at, closure.ends_at)) continue;
    const began = dayKey(closure.starts_at) === day;
    const at = began ? closure.starts_at : instantAt(day, "00:00");
    entries.push({ kind: "closure", key: closure.id, at, closure });
  }
  for (const busy of agenda.busy_elsewhere) {
    if (!touches(day, busy.starts_at, busy.ends_at)) continue;
    const began = dayKey(busy.starts_at) === day;
    const at = began ? busy.starts_at : instantAt(day, "00:00");
    const key = `${busy.calendar_id}-${busy.starts_at}`;
    entries.push({ kind: "elsewhere", key, at, busy });
  }
  for (const occurrence of agenda.occurrences) {
    const { opening, starts_at: at } = occurrence;
    if (opening.kind !== "range" || dayKey(at) !== day) continue;
    entries.push({ kind: "range", key: `${opening.id}-${at}`, at, occurrence });
  }
  return entries.sort((one, other) => millis(one.at) - millis(other.at));
}

/** `5 patients, 2 créneaux libres`. */
export function daySummary(entries: DayEntry[]): string {
  const count = (kind: DayEntry["kind"]) => entries.filter((entry) => entry.kind === kind).length;
  const people = count("appointment");
  const free = count("free");
  const words = [
    people > 0 && `${people} ${people > 1 ? "patients" : "patient"}`,
    free > 0 && `${free} ${free > 1 ? "créneaux libres" : "créneau libre"}`,
  ].filter(Boolean);
  return words.length > 0 ? words.join(", ") : "Rien d’ouvert ce jour";
}
