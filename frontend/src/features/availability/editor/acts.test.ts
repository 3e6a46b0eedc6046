import { describe, expect, it } from "vitest";
import type { Agenda, AgendaOccurrence, AgendaSlot, Opening } from "../../../api";
import { weekDay } from "../agenda-week";
import { changeOf, creationOf, minutesOf, wallTime } from "./acts";
import { everyWord, leftOutside, refusalWord } from "./words";

const opening: Opening = {
  id: "o",
  version: 3,
  professional_id: "p",
  practice_id: "l",
  kind: "slots",
  weekday: 2,
  on_day: null,
  every_weeks: 2,
  nth_of_month: [],
  on_holidays: true,
  except_days: ["2026-11-10"],
  instead_of_id: null,
  instead_of_day: null,
  replaces_name: null,
  shares_time_with: null,
  appointments_ahead: null,
  from_time: "09:00",
  to_time: "12:00",
  valid_from: "2026-01-06",
  valid_to: "2027-06-29",
  slot_minutes: 20,
  step_minutes: 30,
  buffer_before_minutes: 5,
  buffer_after_minutes: 0,
  capacity: 1,
  min_delay_minutes: 60,
  max_delay_days: null,
  quota_per_day: 4,
  needs: ["paediatrics"],
  modes: ["office"],
  audiences: ["cpts"],
};

function slot(starts_at: string, ends_at: string, appointment_id: string | null): AgendaSlot {
  const state = appointment_id ? "booked" : "free";
  return { slot_id: starts_at, starts_at, ends_at, state, held_until: null, appointment_id };
}

const occurrence: AgendaOccurrence = {
  opening,
  starts_at: "2026-11-24T08:00:00Z",
  ends_at: "2026-11-24T11:00:00Z",
  free: 1,
  taken: 2,
  slots: [
    slot("2026-11-24T08:00:00Z", "2026-11-24T08:20:00Z", "first"),
    slot("2026-11-24T08:30:00Z", "2026-11-24T08:50:00Z", null),
    slot("2026-11-24T10:30:00Z", "2026-11-24T10:50:00Z", "last"),
  ],
};

const agenda: Agenda = {
  from_on: "2026-11-23",
  to_on: "2026-11-28",
  time_zone: "Europe/Paris",
  as_of: "2026-11-24T08:00:00Z",
  occurrences: [occurrence],
  appointments: [],
  closures: [],
  busy_elsewhere: [],
  holidays: [],
  free_now: null,
};

const DAYS = ["2026-11-23", "2026-11-24", "2026-11-25"];
const THERE = { column: 2, from: 14 * 60, to: 24 * 60 };

describe("putting an opening elsewhere", () => {
  it("changes one day: that day is left out, and a single day stands instead", () => {
    const act = changeOf(occurrence, DAYS, THERE, "day");
    expect(act).toMatchObject({
      kind: "change_day",
      version: 3,
      on_day: "2026-11-24",
      instead: {
        on_day: "2026-11-25",
        weekday: null,
        every_weeks: 1,
        on_holidays: false,
        from_time: "14:00",
        to_time: "24:00",
        quota_per_day: 4,
      },
    });
    expect(act.kind === "change_day" && act.instead).not.toHaveProperty("valid_to");
  });

  it("changes all of them, and nothing but the day and the hours", () => {
    const act = changeOf(occurrence, DAYS, THERE, "every");
    if (act.kind !== "replace") throw new Error(act.kind);
    expect(act.body).toEqual({ ...act.before, weekday: 3, from_time: "14:00", to_time: "24:00" });
    expect(act.before).toMatchObject({ every_weeks: 2, valid_to: "2027-06-29", on_holidays: true });
    expect(act.before).not.toHaveProperty("except_days");
    expect(act.before).not.toHaveProperty("replaces_name");
  });

  it("changes a single day itself, without asking which", () => {
    const once = { ...opening, weekday: null, on_day: "2026-11-24", every_weeks: 1 };
    const act = changeOf({ ...occurrence, opening: once }, DAYS, THERE, "day");
    expect(act).toMatchObject({ kind: "replace", body: { on_day: "2026-11-25", weekday: null } });
  });
});

describe("new time", () => {
  it("takes the settings of the opening of that day, and none of its recurrence", () => {
    const act = creationOf(agenda, "other", "2026-11-24", THERE, "every");
    expect(act).toMatchObject({
      body: { practice_id: "l", weekday: 2, on_day: null, every_weeks: 1, step_minutes: 30 },
    });
    const once = creationOf({ ...agenda, occurrences: [] }, "other", "2026-11-25", THERE, "day");
    expect(once).toMatchObject({
      body: { practice_id: "other", weekday: null, on_day: "2026-11-25", slot_minutes: 20 },
    });
  });
});

describe("what is said", () => {
  it("counts the appointments that stay behind", () => {
    expect(leftOutside(occurrence, { column: 1, from: 9 * 60, to: 12 * 60 }, DAYS)).toBeNull();
    expect(leftOutside(occurrence, { column: 1, from: 9 * 60, to: 11 * 60 }, DAYS)).toBe(
      "1 rendez-vous reste à son heure",
    );
    expect(leftOutside(occurrence, THERE, DAYS)).toBe("2 rendez-vous restent à leur heure");
  });

  it("names the day that comes back, or each time", () => {
    expect(everyWord(null, "2026-11-24")).toBe("Tous les mardis");
    expect(everyWord(opening, "2026-11-24")).toBe("Chaque fois");
  });

  it("names the other opening when one would be at two places", () => {
    const overlaps = {
      type: "opening_overlaps",
      title: "",
      status: 409,
      detail: null,
      related_id: "o",
      errors: null,
    };
    expect(refusalWord(overlaps, agenda)).toContain("Pédiatrie, de 9:00 à 12:00");
    const past = {
      ...overlaps,
      type: "invalid_input",
      errors: [{ pointer: "/instead/on_day", message: "past" }],
    };
    expect(refusalWord(past, agenda)).toBe("Choisissez un jour à venir.");
  });

  it("writes and reads times of the wall clock", () => {
    expect(wallTime(9 * 60 + 5)).toBe("09:05");
    expect(minutesOf("24:00")).toBe(24 * 60);
  });
});

describe("weeks when the clocks change", () => {
  const acts = { onOpening: () => undefined, onClosure: () => undefined, onDay: () => undefined };
  it.each([
    ["2026-03-29", "2026-03-29T07:00:00Z", "2026-03-29T10:00:00Z"],
    ["2026-10-25", "2026-10-25T08:00:00Z", "2026-10-25T11:00:00Z"],
  ])("on %s, nine o’clock is drawn at nine", (day, starts_at, ends_at) => {
    const there = { ...agenda, occurrences: [{ ...occurrence, starts_at, ends_at, slots: [] }] };
    const [block] = weekDay(there, day, Date.parse("2026-01-01T00:00:00Z"), acts).blocks;
    expect(block).toMatchObject({ from: 9 * 60, to: 12 * 60, editable: true });
  });
});
