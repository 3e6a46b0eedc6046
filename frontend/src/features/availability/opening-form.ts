import type {
  CareMode,
  Need,
  NthOfMonth,
  Opening,
  OpeningInput,
  OpeningKind,
  SlotAudience,
} from "../../api";
import { isProblem, problemFields } from "../../problems";

/** How an opening comes back: each week, every other one, some weeks of the month, or not at all. */
export type Repeat = "weekly" | "fortnightly" | "monthly" | "once";

/** An opening as its form holds it. A number left empty is nobody's own: as the community says. */
export type OpeningForm = {
  practice_id: string;
  kind: OpeningKind;
  repeat: Repeat;
  nth: NthOfMonth[];
  on_holidays: boolean;
  weekday: number;
  on_day: string;
  from: string;
  to: string;
  slot_minutes: number;
  capacity: string;
  needs: Need[];
  modes: CareMode[];
  audiences: SlotAudience[];
  /** First and last day of a recurring opening, or nothing: from today, without end. */
  valid_from: string;
  valid_to: string;
  /** Minutes from one start to the next, before and after each slot, of notice; days ahead; a day's quota. */
  step: string;
  before: string;
  after: string;
  notice: string;
  ahead: string;
  quota: string;
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
  | "nth_of_month"
  | "valid_from"
  | "valid_to"
  | "step_minutes"
  | "min_delay_minutes"
  | "max_delay_days"
  | "quota_per_day";

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
    nth: [],
    on_holidays: false,
    weekday: weekdayOf(day),
    on_day: day,
    from: "09:00",
    to: "12:00",
    slot_minutes: 20,
    capacity: String(PLACES),
    needs: [],
    modes: ["office"],
    audiences: ["cpts", "snp"],
    valid_from: "",
    valid_to: "",
    step: "",
    before: "0",
    after: "0",
    notice: "",
    ahead: "",
    quota: "",
  };
}

/** An opening that exists; `day` is the one that was tapped. */
export function formOf(opening: Opening, day: string): OpeningForm {
  return {
    practice_id: opening.practice_id,
    kind: opening.kind,
    repeat: repeatOf(opening),
    nth: opening.nth_of_month,
    on_holidays: opening.on_holidays,
    weekday: opening.weekday ?? weekdayOf(day),
    on_day: opening.on_day ?? day,
    from: opening.from_time,
    to: opening.to_time,
    slot_minutes: opening.slot_minutes,
    capacity: String(opening.kind === "range" ? opening.capacity : PLACES),
    needs: opening.needs,
    modes: opening.modes,
    audiences: opening.audiences,
    valid_from: opening.weekday === null ? "" : opening.valid_from,
    valid_to: opening.weekday === null ? "" : (opening.valid_to ?? ""),
    step: numberText(opening.step_minutes),
    before: String(opening.buffer_before_minutes),
    after: String(opening.buffer_after_minutes),
    notice: numberText(opening.min_delay_minutes),
    ahead: numberText(opening.max_delay_days),
    quota: numberText(opening.quota_per_day),
  };
}

/** How an opening comes back. */
export function repeatOf({ weekday, every_weeks, nth_of_month }: Opening): Repeat {
  if (weekday === null) return "once";
  if (nth_of_month.length > 0) return "monthly";
  return every_weeks === 2 ? "fortnightly" : "weekly";
}

function numberText(value: number | null): string {
  return value === null ? "" : String(value);
}

function numberOf(text: string): number | null {
  return text === "" ? null : Number(text);
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
  if (form.repeat === "monthly" && form.nth.length === 0)
    problems.nth_of_month = "Choisissez au moins une semaine du mois.";
  if (form.quota !== "" && !/^[1-9]\d{0,2}$/.test(form.quota))
    problems.quota_per_day = "Donnez un nombre, ou laissez vide.";
  if (form.modes.length === 0) problems.modes = "Choisissez au moins une façon.";
  if (form.kind === "range" && !/^\d+$/.test(form.capacity)) {
    problems.capacity = "Donnez un nombre de places.";
  }
  return problems;
}

/**
 * What is sent. What the form does not show (places of slots that take several) stays as it was.
 *
 * @param before the opening that is changed, or null for a new one
 */
export function inputOf(form: OpeningForm, before: Opening | null): OpeningInput {
  const recurring = form.repeat !== "once";
  const range = form.kind === "range";
  return {
    practice_id: form.practice_id,
    kind: form.kind,
    weekday: recurring ? form.weekday : null,
    on_day: recurring ? null : form.on_day,
    every_weeks: form.repeat === "fortnightly" ? 2 : 1,
    nth_of_month: form.repeat === "monthly" ? form.nth : [],
    on_holidays: recurring && form.on_holidays,
    from_time: form.from,
    to_time: form.to,
    ...(recurring && { valid_to: form.valid_to || null }),
    ...(recurring && form.valid_from && { valid_from: form.valid_from }),
    slot_minutes: form.slot_minutes,
    step_minutes: range ? null : numberOf(form.step),
    buffer_before_minutes: Number(form.before),
    buffer_after_minutes: Number(form.after),
    capacity: range ? Number(form.capacity) : capacityBefore(before),
    min_delay_minutes: numberOf(form.notice),
    max_delay_days: numberOf(form.ahead),
    quota_per_day: range ? null : numberOf(form.quota),
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
  nth_of_month: "Choisissez au moins une semaine du mois.",
  valid_from: "Choisissez le premier jour.",
  valid_to: "Choisissez un dernier jour à venir, et qui en contienne au moins un.",
  step_minutes: "De 5 à 240 minutes d’un début au suivant.",
  min_delay_minutes: "La CPTS n’ouvre pas si loin\u00a0: demandez un délai plus court.",
  max_delay_days:
    "Avec ce délai minimal, rien ne se prendrait jamais. Ouvrez plus loin, ou raccourcissez le délai.",
  quota_per_day: "De 1 à 200 rendez-vous par jour.",
};

const SAME_AGAIN =
  "Cette plage est déjà ouverte, toute pareille. Changez ses heures ou ses jours, ou changez l’autre.";

/**
 * What the server refused (422), in French, by field; null when it refused something else. The fields of
 * what stands instead on one day are those of any opening.
 */
export function refusedFields(error: unknown): OpeningProblems | null {
  if (!isProblem(error) || error.type !== "invalid_input") return null;
  const names = Object.keys(problemFields(error)).map(
    (name) => name.replace(/^instead\./, "").split(".")[0],
  );
  const known = names.filter(
    (name): name is OpeningField => name !== undefined && name in SENTENCE,
  );
  if (known.length === 0) return null;
  const found: OpeningProblems = Object.fromEntries(known.map((name) => [name, SENTENCE[name]]));
  // Hours are refused by naming another opening only when it is the very same one.
  if (found.from_time && error.related_id) found.from_time = SAME_AGAIN;
  return found;
}
