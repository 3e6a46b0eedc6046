import { describe, expect, it } from "vitest";
import type { NextStep, TimelineEntry } from "../../api";
import { threadEntries } from "./CaseThread";
import { entryOf as event } from "./test-entries";

const now = Date.parse("2026-11-24T10:42:00+01:00");
const NONE = { asked: 0, seen: 0, declined: 0, lapsed: 0, pending: 0 };
const wishedBefore = "2026-11-24T20:00:00+01:00";
const nurse = { name: "Solène Marchetti", coordinates: false, asked: true, wishedBefore };
const coordinator = { name: "Inès Carpentier", coordinates: true, asked: false, wishedBefore };

const next: NextStep = {
  kind: "wave_opens",
  at: "2026-11-24T10:48:00+01:00",
  wave: 1,
  waves: 2,
  audience: "near",
  people: 6,
};

function thread(
  items: TimelineEntry[],
  changes: Partial<Parameters<typeof threadEntries>[1]> = {},
) {
  const timeline = { items, next_cursor: null, upcoming: [next] };
  const props = {
    reader: nurse,
    closed: false,
    counters: NONE,
    deadline: null,
    situation: "Rendez-vous à 9:20",
    ...changes,
  };
  return threadEntries(timeline, props, now, new Set()).map(({ phase, title, detail }) => [
    phase,
    title,
    detail,
  ]);
}

describe("the thread", () => {
  it("says to the one who asked that nobody else is asked before the hour of the next wave", () => {
    const wave = event("wave_opened", { audience: "first_resort", wave: 0, asked: 1 });
    expect(thread([event("requested", { actor_name: nurse.name }), wave])).toEqual([
      ["past", "Demandé par vous", undefined],
      ["now", "Médecin traitant sollicité", "Personne d’autre avant 10:48"],
      ["next", "Sinon, le réseau proche", "6 personnes de plus"],
    ]);
  });

  it("says the day and the month of what happens by itself months away, without hour", () => {
    const upcoming: NextStep[] = [
      { ...next, kind: "still_looking", at: "2027-06-01T10:45:00+02:00" },
      { ...next, kind: "reminder", at: "2026-12-02T10:45:00+01:00" },
    ];
    const props = { reader: nurse, closed: false, counters: NONE, deadline: null, situation: "" };
    const entries = threadEntries(
      { items: [], next_cursor: null, upcoming },
      props,
      now,
      new Set(),
    );
    expect(entries.map(({ timeLabel }) => timeLabel)).toEqual(["1er juin", undefined]);
  });

  it("tells the view of the attending doctor with the wave, and no other view", () => {
    const seen = event("offer_seen", { at: "2026-11-24T10:33:00+01:00" });
    const first = event("wave_opened", { audience: "first_resort" });
    const near = event("wave_opened", { audience: "near", wave: 1, asked: 6 });
    expect(thread([first, seen, near, seen]).slice(0, 2)).toEqual([
      ["past", "Médecin traitant sollicité", "Vu à 10:33"],
      ["now", "Vague 1, réseau proche", "6 sollicités"],
    ]);
  });

  it("stands where the request stands, not on the last message", () => {
    const said = thread([
      event("appointment_confirmed"),
      event("message", { actor_name: nurse.name, text: "Merci" }),
    ]);
    expect(said.map(([phase, title]) => [phase, title]).slice(0, 3)).toEqual([
      ["past", "Rendez-vous confirmé"],
      ["past", "Votre message"],
      ["now", "Rendez-vous à 9:20"],
    ]);
  });

  it("counts for the coordination the answers that are still awaited", () => {
    const wave = event("wave_opened", { audience: "near", wave: 2, asked: 9 });
    const counters = { asked: 9, seen: 4, declined: 4, lapsed: 0, pending: 5 };
    const said = thread([wave], { reader: coordinator, counters });
    expect(said[1]?.slice(0, 2)).toEqual(["now", "5 réponses attendues sur 9"]);
    expect(said[2]?.[1]).toBe("Sinon, vague 1 : le réseau proche");
  });

  it("says to all of an hour that it is later than what was asked", () => {
    const times = ["2026-11-24T19:40:00+01:00", wishedBefore];
    const confirmed = times.map((starts_at) => event("appointment_confirmed", { starts_at }));
    for (const reader of [nurse, coordinator]) {
      const details = thread(confirmed, { reader, closed: true }).map(([, , detail]) => detail);
      expect(details).toEqual(["aujourd’hui 19:40", "aujourd’hui 20:00, après le délai souhaité"]);
    }
  });

  it("has no knot and nothing to come once it is closed", () => {
    const phases = thread([event("requested"), event("fulfilled")], { closed: true });
    expect(phases.map(([phase]) => phase)).toEqual(["past", "past"]);
  });
});
