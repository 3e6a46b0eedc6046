import { describe, expect, it } from "vitest";
import type { Case, Counters, NextStep } from "../../api";
import {
  byHorizon,
  countersOf,
  metaOf,
  nextStepWord,
  placeAmong,
  rowDeadline,
  situationOf,
  situationWord,
  thenWord,
} from "./board-words";

const now = Date.parse("2026-11-24T10:42:00+01:00");
const NONE: Counters = { asked: 0, seen: 0, declined: 0, lapsed: 0, pending: 0 };

function row(id: string, changes: Partial<Case> = {}): Case {
  return {
    id,
    kind: "unscheduled_care",
    number: "SNP-1198",
    state: "wave_1",
    version: 1,
    need: "urinary",
    age_band: "years_30_39",
    mobility: "can_travel",
    urgency: "same_day",
    sector: "Plateau",
    commune_name: "Vitry-sur-Seine",
    origin: "pharmacist",
    requester_name: "Pharmacie des Trois Peupliers",
    requester_phone: null,
    professional_name: null,
    professional_phone: null,
    person_id: null,
    created_at: "2026-11-24T08:31:00+01:00",
    closed_at: null,
    wished_before: null,
    waits_for: "professional",
    clock: null,
    wave: 1,
    waves: 3,
    counters: NONE,
    next_step: null,
    appointment_at: null,
    decline_reasons: [],
    handled_by_name: null,
    handled_by_initials: null,
    dispatch_id: null,
    specialty_label: null,
    discharge: null,
    actions: [],
    ...changes,
  };
}

function due(at: string): Case["clock"] {
  return { kind: "answer", started_at: "2026-11-24T08:00:00+01:00", due_at: at, paused_at: null };
}

const step: NextStep = {
  kind: "wave_opens",
  at: "2026-11-24T11:23:00+01:00",
  wave: 2,
  waves: 3,
  audience: "network",
  people: 14,
};

describe("what stands among the requests of the board", () => {
  const rows = ["11:00", "12:00"].map((at) => row(at, { clock: due(`2026-11-24T${at}:00+01:00`) }));
  it.each([
    ["before what breaks later", "10:50", 0],
    ["behind what breaks sooner", "11:30", 1],
    ["last when nothing breaks later", "13:00", 2],
  ])("is %s", (_, at, place) => {
    const clock = due(`2026-11-24T${at}:00+01:00`);
    expect(placeAmong(rows, { waits_for: "coordinator", clock })).toBe(place);
  });

  it("is behind them without a clock, and before those that have none", () => {
    expect(placeAmong(rows, { waits_for: "coordinator", clock: null })).toBe(2);
    const clock = due("2026-11-24T13:00:00+01:00");
    expect(placeAmong([...rows, row("none")], { waits_for: "coordinator", clock })).toBe(2);
  });
});

describe("the groups of the board", () => {
  it("put first whatever waits for the coordination, however far its deadline", () => {
    const rows = [
      row("yours", { waits_for: "coordinator", clock: due("2026-11-25T10:00:00+01:00") }),
      row("hour", { clock: due("2026-11-24T11:42:00+01:00") }),
      row("today", { clock: due("2026-11-24T11:43:00+01:00") }),
      row("tomorrow", { clock: due("2026-11-25T00:01:00+01:00") }),
      row("no clock"),
    ];
    expect(byHorizon(rows, now).map(([, group]) => group.map(({ id }) => id))).toEqual([
      ["yours"],
      ["hour"],
      ["today"],
      ["tomorrow", "no clock"],
    ]);
  });
});

describe("the words of a row", () => {
  it("say the number, the sector, the origin and the hour", () => {
    expect(metaOf(row("a"), now)).toBe("SNP-1198 · Plateau · pharmacie · 8:31");
    expect(metaOf(row("a", { sector: null, created_at: "2026-11-23T17:05:00+01:00" }), now)).toBe(
      "SNP-1198 · Vitry-sur-Seine · pharmacie · hier 17:05",
    );
  });

  it("count those asked, and leave out what is zero", () => {
    expect(countersOf({ ...NONE, asked: 9, declined: 4, seen: 4, pending: 5 })).toBe(
      "9 sollicités · 4 déclinés · 4 ont vu",
    );
    expect(countersOf({ ...NONE, asked: 1, seen: 1, pending: 1 })).toBe("1 sollicité · 1 a vu");
    expect(countersOf(NONE)).toBe("");
  });

  it("say what happens by itself", () => {
    expect(nextStepWord(step, now)).toBe("11:23, vague 2");
    expect(nextStepWord({ ...step, kind: "appointment" }, now)).toBe("11:23, venu ?");
    expect(thenWord(step, now)).toBe("puis toute la CPTS à 11:23");
  });

  it("name who has the request, and that the hour is still to confirm", () => {
    const taken = row("a", { professional_name: "Dr Pauline Estève", state: "slot_held" });
    expect(situationOf(taken, now)).toBe("Dr Pauline Estève · horaire à confirmer");
  });

  it("say the hour of an appointment, with its day when it is another", () => {
    const booked = (appointment_at: string) =>
      situationWord(row("a", { state: "appointment_confirmed", appointment_at }), now);
    expect(booked("2026-11-24T17:00:00+01:00")).toBe("Rendez-vous à 17:00");
    expect(booked("2026-11-25T09:00:00+01:00")).toBe("Rendez-vous demain à 9:00");
  });

  it("say that an hour is later than what was asked", () => {
    const late = row("a", {
      professional_name: "Dr Pauline Estève",
      state: "appointment_confirmed",
      appointment_at: "2026-11-25T09:00:00+01:00",
      wished_before: "2026-11-24T20:00:00+01:00",
    });
    expect(situationOf(late, now)).toBe("Dr Pauline Estève · après le délai souhaité");
  });

  it("say when a search begins again after the quiet hours", () => {
    const asleep = row("a", {
      state: "no_solution",
      next_step: { ...step, kind: "quiet_hours_end", at: "2026-11-25T08:00:00+01:00" },
    });
    expect(situationOf(asleep, now)).toBe("reprise à demain 8:00, fin des heures calmes");
  });
});

describe("the clock of a search for a doctor", () => {
  const at = "2026-11-24T10:40:00+01:00";
  const clock = { kind: "coordination", started_at: at, due_at: at, paused_at: null } as const;

  it("is none while it only says since when somebody waits: nothing is late", () => {
    expect(rowDeadline(row("a", { kind: "attending_doctor", clock }))).toBeNull();
  });

  it("is that of the doctor who is asked, once one is", () => {
    const asked = { ...clock, due_at: "2026-12-01T10:40:00+01:00" };
    const shown = rowDeadline(row("a", { kind: "attending_doctor", clock: asked }));
    expect(shown?.dueAt).toBe(asked.due_at);
  });

  it("runs for any other request from the moment it is due, and not once it is closed", () => {
    expect(rowDeadline(row("a", { clock }))?.dueAt).toBe(at);
    expect(rowDeadline(row("a", { clock, closed_at: at }))).toBeNull();
  });
});
