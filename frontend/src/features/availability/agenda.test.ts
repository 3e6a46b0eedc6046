import { describe, expect, it } from "vitest";
import type { Agenda, AgendaSlot, Appointment, Opening } from "../../api";
import { dayEntries, daySummary } from "./agenda-day";
import { hoursOf, weekDay, within } from "./agenda-week";
import { emptyForm, formOf, inputOf, missing, refusedFields, weekdayOf } from "./opening-form";

const NOW = Date.parse("2026-11-24T09:00:00Z");
const ignore = () => undefined;
const acts = { onOpening: ignore, onClosure: ignore, onDay: ignore };

const opening: Opening = {
  id: "o",
  version: 3,
  professional_id: "p",
  practice_id: "l",
  kind: "slots",
  weekday: 2,
  on_day: null,
  every_weeks: 1,
  nth_of_month: [],
  on_holidays: false,
  except_days: [],
  instead_of_id: null,
  instead_of_day: null,
  from_time: "09:00",
  to_time: "10:00",
  valid_from: "2026-01-05",
  valid_to: null,
  slot_minutes: 20,
  step_minutes: 30,
  buffer_before_minutes: 5,
  buffer_after_minutes: 0,
  capacity: 1,
  min_delay_minutes: 60,
  max_delay_days: null,
  quota_per_day: 4,
  needs: [],
  modes: ["office"],
  audiences: ["cpts", "snp"],
  replaces_name: null,
  shares_time_with: null,
  appointments_ahead: null,
};

function slot(
  hour: string,
  state: AgendaSlot["state"],
  held_until: string | null = null,
): AgendaSlot {
  const starts = new Date(`2026-11-24T${hour}:00Z`);
  return {
    slot_id: hour,
    starts_at: starts.toISOString(),
    ends_at: new Date(starts.getTime() + 20 * 60_000).toISOString(),
    state,
    held_until,
    appointment_id: null,
  };
}

function appointment(hour: string, state: Appointment["state"]): Appointment {
  const { starts_at, ends_at } = slot(hour, "booked");
  return {
    id: `a${hour}`,
    state,
    starts_at,
    ends_at,
    need: "urinary",
    actions: [] as Appointment["actions"],
  } as Appointment;
}

const agenda: Agenda = {
  from_on: "2026-11-23",
  to_on: "2026-11-29",
  time_zone: "Europe/Paris",
  as_of: "2026-11-24T09:00:00Z",
  occurrences: [
    {
      opening,
      starts_at: "2026-11-24T08:00:00Z",
      ends_at: "2026-11-24T09:00:00Z",
      free: 1,
      taken: 2,
      slots: [
        slot("08:00", "booked"),
        slot("08:20", "held", "2026-11-24T09:04:00Z"),
        slot("08:40", "free"),
      ],
    },
  ],
  appointments: [appointment("08:00", "booked"), appointment("08:40", "cancelled")],
  busy_elsewhere: [],
  closures: [
    {
      id: "c",
      professional_id: "p",
      starts_at: "2026-11-23T23:00:00Z",
      ends_at: "2026-11-24T23:00:00Z",
      reason: "training",
      appointments_inside: 1,
      absence_id: null,
    },
  ],
  holidays: [],
  free_now: null,
};

describe("a day", () => {
  it("is told in the order of its hours, without what was given back", () => {
    const entries = dayEntries(agenda, "2026-11-24");
    expect(entries.map(({ kind }) => kind)).toEqual(["closure", "appointment", "held", "free"]);
    expect(daySummary(entries)).toBe("1 patient, 1 créneau libre");
  });

  it("does not hold a closure that ended at midnight", () => {
    expect(dayEntries(agenda, "2026-11-25")).toEqual([]);
    expect(daySummary([])).toBe("Rien d’ouvert ce jour");
  });
});

describe("a column of the week", () => {
  it("lays what is taken and closed over what is open", () => {
    const { blocks, today } = weekDay(agenda, "2026-11-24", NOW, acts);
    expect(today).toBe(true);
    expect(blocks.map(({ look }) => look)).toEqual(["opening", "closed", "held", "booked"]);
    expect(blocks[0]).toMatchObject({ from: 540, to: 600, slotMinutes: 30, titleAfter: 40 });
    expect(blocks[1]).toMatchObject({ from: 0, to: 1440 });
    expect(blocks[2]?.label).toBe("9:20, gardé, 4\u00a0min");
  });

  it("is cut to the hours that are shown", () => {
    const day = weekDay(agenda, "2026-11-24", NOW, acts);
    const hours = hoursOf([day]);
    expect(hours).toEqual({ first: 8, last: 20 });
    expect(within([day], hours)[0]?.blocks[1]).toMatchObject({ from: 480, to: 1200 });
  });
});

describe("the form of an opening", () => {
  it("starts on the day that is looked at", () => {
    expect(weekdayOf("2026-11-29")).toBe(7);
    expect(emptyForm("2026-11-24", "l")).toMatchObject({ repeat: "weekly", weekday: 2 });
  });

  it("gives back unchanged what it does not show", () => {
    const {
      id: _id,
      version: _version,
      professional_id: _whose,
      except_days: _except,
      instead_of_id: _instead,
      instead_of_day: _day,
      replaces_name: _name,
      shares_time_with: _shares,
      appointments_ahead: _ahead,
      ...asIs
    } = opening;
    expect(inputOf(formOf(opening, "2026-11-24"), opening)).toEqual(asIs);
  });

  it("sends one day without the validity of a series", () => {
    const form = { ...formOf(opening, "2026-11-24"), repeat: "once" as const };
    const input = inputOf(form, opening);
    expect(input).toMatchObject({ weekday: null, on_day: "2026-11-24" });
    expect(input).not.toHaveProperty("valid_from");
    expect(input).not.toHaveProperty("valid_to");
  });

  it("sends every other week, and some weeks of the month, as the API counts them", () => {
    const form = emptyForm("2026-11-24", "l");
    const other = inputOf({ ...form, repeat: "fortnightly", valid_from: "2026-11-24" }, null);
    expect(other).toMatchObject({ every_weeks: 2, nth_of_month: [], valid_from: "2026-11-24" });
    const monthly = { ...form, repeat: "monthly" as const };
    expect(missing(monthly)).toHaveProperty("nth_of_month");
    expect(inputOf({ ...monthly, nth: ["first", "last"] }, null)).toMatchObject({
      every_weeks: 1,
      nth_of_month: ["first", "last"],
      weekday: 2,
    });
  });

  it("leaves to the community the delays that are not one's own", () => {
    const form = { ...emptyForm("2026-11-24", "l"), notice: "0", quota: "12" };
    expect(inputOf(form, null)).toMatchObject({
      min_delay_minutes: 0,
      max_delay_days: null,
      quota_per_day: 12,
    });
    expect(missing({ ...form, quota: "beaucoup" })).toHaveProperty("quota_per_day");
  });

  it("names the fields left empty", () => {
    const form = { ...emptyForm("2026-11-24", ""), from: "", modes: [], kind: "range" as const };
    expect(Object.keys(missing({ ...form, capacity: "six" }))).toEqual([
      "practice_id",
      "from_time",
      "modes",
      "capacity",
    ]);
  });

  it("says a refusal of the server under its field, in French", () => {
    const refused = {
      type: "invalid_input",
      errors: [{ pointer: "/to_time", message: "The end must come after the start" }],
    };
    expect(refusedFields(refused)?.to_time).toMatch(/^La fin doit venir après le début/);
    const same = {
      type: "invalid_input",
      related_id: "o",
      errors: [{ pointer: "/from_time", message: "This very opening is there already" }],
    };
    expect(refusedFields(same)?.from_time).toMatch(/^Cette plage est déjà ouverte, toute pareille/);
    expect(refusedFields({ type: "opening_overlaps" })).toBeNull();
  });
});
