import { describe, expect, it } from "vitest";
import type { NextSlots, Organisation, ProfessionalHit } from "../../../api";
import { everyone, groups } from "./points";

const hit = (id: string, latitude: number | null): ProfessionalHit =>
  ({
    professional: { id, name: id },
    practice_name: "Cabinet du Port",
    latitude,
    longitude: 2.4,
  }) as ProfessionalHit;

const pharmacy = (latitude: number | null, is_open: boolean): Organisation =>
  ({
    id: `pharmacy ${latitude}`,
    kind: "pharmacy",
    name: "Pharmacie du Lys",
    latitude,
    longitude: 2.4,
    open_state: { is_open, open_until: null, opens_at: null, on_duty_until: null },
  }) as Organisation;

const nothing = {
  slots: new Map<string, NextSlots>(),
  free: new Set<string>(),
  present: new Map<string, string>(),
};

describe("the points of the map", () => {
  it("puts those of one practice together, free as soon as one of them is", () => {
    const slots = new Map([["b", { within_24_hours: 2 } as NextSlots]]);
    const found = [hit("a", 48.8), hit("b", 48.8), hit("c", null)];
    const [first, ...others] = groups(found, [], { ...nothing, slots });
    expect(others).toEqual([]);
    expect(first).toMatchObject({ standing: "people", count: 2, free: true });
    expect(first?.label).toBe("Cabinet du Port");
  });

  it("fills who is seeing people now", () => {
    const present = new Map([["a", "2026-11-24T11:00:00Z"]]);
    const [first] = groups([hit("a", 48.8)], [], { ...nothing, present });
    expect(first).toMatchObject({ free: true, label: "a" });
  });

  it("shows those whom the list has not come to yet, once each, filled when they are free", () => {
    const other = {
      ...{ id: "z", name: "Zoé", profession_code: "60", latitude: 48.6, longitude: 2.4 },
      free_within_24_hours: true,
    };
    const people = everyone([hit("a", 48.8)], [{ ...other, id: "a" }, other]);
    const found = groups(people, [], { ...nothing, free: new Set(["z"]) });
    expect(found.map(({ label, count, free }) => [label, count, free])).toEqual([
      ["a", 1, false],
      ["Zoé", 1, true],
    ]);
  });

  it("shows a structure by its kind, filled when it is open, and none without a place", () => {
    const found = groups(
      [],
      [pharmacy(48.7, true), pharmacy(48.6, false), pharmacy(null, true)],
      nothing,
    );
    expect(found.map(({ standing, free, count }) => [standing, free, count])).toEqual([
      ["pharmacy", true, 1],
      ["pharmacy", false, 1],
    ]);
  });

  it("shows who is in a pharmacy as the pharmacy, and who shares a practice as people", () => {
    const present = new Map([["a", "2026-11-24T11:00:00Z"]]);
    const [shop, ...others] = groups([hit("a", 48.8)], [pharmacy(48.8, false)], {
      ...nothing,
      present,
    });
    expect(others).toEqual([]);
    expect(shop).toMatchObject({ standing: "pharmacy", free: false, label: "Pharmacie du Lys" });
    expect(shop?.hits.length).toBe(1);
    const roof = {
      ...pharmacy(48.8, true),
      kind: "practice_group",
      name: "Cabinet du Lys",
    } as const;
    const [shared] = groups([hit("a", 48.8), hit("b", 48.8)], [roof], nothing);
    expect(shared).toMatchObject({ standing: "people", count: 2, free: false });
    expect(shared?.label).toBe("Cabinet du Lys");
  });
});
