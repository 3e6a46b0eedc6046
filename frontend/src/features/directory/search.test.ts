import { describe, expect, it } from "vitest";
import type { NextSlots, ProfessionalHit } from "../../api";
import { groups } from "./points";
import { apiQuery, isFiltered, readDirectorySearch, withoutFilters } from "./search";

describe("the search that the address carries", () => {
  it("reads what it understands and leaves the rest out", () => {
    const search = readDirectorySearch({
      q: "kine",
      visites: true,
      libre: "peut-être",
      commune: 94081,
      vue: "globe",
      autre: 1,
    });
    expect(search).toEqual({ q: "kine", visites: true, commune: "94081" });
  });

  it("asks the server with the filters, from where one works", () => {
    const near = { latitude: 48.79, longitude: 2.39 };
    expect(apiQuery({ q: "kine", visites: true, libre: true }, near)).toMatchObject({
      q: "kine",
      home_visits: true,
      latitude: 48.79,
    });
  });

  it("widens to the same words without the filters of the server", () => {
    const search = { q: "kine", snp: true, libre: true } as const;
    expect(isFiltered(search)).toBe(true);
    expect(isFiltered(withoutFilters(search))).toBe(false);
    expect(withoutFilters(search).q).toBe("kine");
  });
});

describe("the points of the map", () => {
  const hit = (id: string, latitude: number | null): ProfessionalHit =>
    ({
      professional: { id, name: id },
      practice_name: "Cabinet du Port",
      latitude,
      longitude: 2.4,
    }) as ProfessionalHit;
  const slots = new Map([["b", { within_24_hours: 2 } as NextSlots]]);

  it("puts those of one practice together, free as soon as one of them is", () => {
    const [first, ...others] = groups([hit("a", 48.8), hit("b", 48.8), hit("c", null)], slots);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ count: 2, free: true, label: "Cabinet du Port" });
  });
});
