import type { CareMode, Need, Opening, OpeningInput, OpeningKind, SlotAudience } from "../../api";
import { isProblem, problemFields } from "../../problems";

/** An opening as its form holds it. */
export type OpeningForm = {
  practice_id: string;
  kind: OpeningKind;
  repeat: "weekly" | "once";
  weekday: number;
  on_day: string;
  from: string;
  to: string;
  slot_minutes: number;
  capacity: string;
  needs: Need[];
  modes: CareMode[];
  audiences: SlotAudience[];
  /** Last day of a weekly opening, or nothing. */
  valid_to: string;
};

export type OpeningField =
  | "practice_id"
  | "weekday"
  | "on_day"
  | "from_time"
  | "to_time"
  | "slot_minutes"
  | "capacity"
  | "modes"
  | "valid_to";

export type OpeningProblems = Partial<Record<OpeningField, string>>;

const PLACES = 6;
const END_OF_DAY = "24:00";

/** The day of the week of a day of the calendar, 1 for Monday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
}

/** A new opening, on the day that is looked at. */
export function emptyForm(day: string, practiceId: string): OpeningForm {
  return {
    practice_id: practiceId,
    kind: "slots",
    repeat: "weekly",
    weekday: weekdayOf(day),
    on_day: day,
    from: "09:00",
    to: "12:00",
    slot_minutes: 20,
    capacity: String(PLACES),
    needs: [],
    modes: ["office"],
    audiences: ["cpts", "snp"],
    valid_to: "",
  };
}

/** An opening that exists; `day` is the one that was tapped. */
export function formOf(opening: Opening, day: string): OpeningForm {
  return {
    practice_id: opening.practice_id,
    kind: opening.kind,
    repeat: opening.weekday === null ? "once" : "weekly",
    weekday: opening.weekday ?? weekdayOf(day),
    on_day: opening.on_day ?? day,
    from: opening.from_time,
    to: opening.to_time,
    slot_minutes: opening.slot_minutes,
    capacity: String(opening.kind === "range" ? opening.capacity : PLACES),
    needs: opening.needs,
    modes: opening.modes,
    audiences: opening.audiences,
    valid_to: opening.weekday === null ? "" : (opening.valid_to ?? ""),
  };
}

/** What nobody needs the server to know: fields left empty. */
export function missing(form: OpeningForm): OpeningProblems {
  const problems: OpeningProblems = {};
  if (form.practice_id === "") problems.practice_id = "Choisissez un lieu.";
  if (form.repeat === "once" && form.on_day === "")
    problems.on_day = "Donnez un jour, 24/11/2026 par exemple.";
  if (form.from === "" || form.from === END_OF_DAY)
    problems.from_time = "Donnez l’heure de début, 9:00 par exemple.";
  if (form.to === "") problems.to_time = "Donnez l’heure de fin, 12:00 par exemple.";
  if (form.modes.length === 0) problems.modes = "Choisissez au moins une façon.";
  if (form.kind === "range" && !/^\d+$/.test(form.capacity)) {
    problems.capacity = "Donnez un nombre de places.";
  }
  return problems;
}

/**
 * What is sent. What the form does not show (steps, time before and after) stays as it was.
 *
 * @param before the opening that is changed, or null for a new one
 */
export function inputOf(form: OpeningForm, before: Opening | null): OpeningInput {
  const weekly = form.repeat === "weekly";
  const range = form.kind === "range";
  return {
    practice_id: form.practice_id,
    kind: form.kind,
    weekday: weekly ? form.weekday : null,
    on_day: weekly ? null : form.on_day,
    from_time: form.from,
    to_time: form.to,
    ...(weekly && { valid_to: form.valid_to || null }),
    ...(weekly && before?.weekday && { valid_from: before.valid_from }),
    slot_minutes: form.slot_minutes,
    step_minutes: range ? null : (before?.step_minutes ?? null),
    buffer_before_minutes: before?.buffer_before_minutes ?? 0,
    buffer_after_minutes: before?.buffer_after_minutes ?? 0,
    capacity: range ? Number(form.capacity) : capacityBefore(before),
    needs: form.needs,
    modes: form.modes,
    audiences: form.audiences,
  };
}

function capacityBefore(before: Opening | null): number {
  return before?.kind === "slots" ? before.capacity : 1;
}

const SENTENCE: Record<OpeningField, string> = {
  practice_id: "Choisissez un de vos lieux d’exercice.",
  weekday: "Choisissez un jour de la semaine.",
  on_day: "Choisissez un jour à venir.",
  from_time: "Cette heure n’existe pas ce jour-là. Choisissez-en une autre.",
  to_time: "La fin doit venir après le début, et n’être pas passée.",
  slot_minutes: "Un créneau est plus long que la plage. Raccourcissez-le.",
  capacity: "De 1 à 50 places.",
  modes: "Choisissez au moins une façon.",
  valid_to: "Choisissez un dernier jour à venir, et qui en contienne au moins un.",
};

/** What the server refused (422), in French, by field; null when it refused something else. */
export function refusedFields(error: unknown): OpeningProblems | null {
  if (!isProblem(error) || error.type !== "invalid_input") return null;
  const names = Object.keys(problemFields(error)).map((name) => name.split(".")[0]);
  const known = names.filter(
    (name): name is OpeningField => name !== undefined && name in SENTENCE,
  );
  if (known.length === 0) return null;
  return Object.fromEntries(known.map((name) => [name, SENTENCE[name]]));
}
