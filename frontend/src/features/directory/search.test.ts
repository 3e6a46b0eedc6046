import { describe, expect, it } from "vitest";
import { apiQuery, isFiltered, readDirectorySearch, withoutFilters } from "./search";

describe("the search that the address carries", () => {
  it("reads what it understands and leaves the rest out", () => {
    const search = readDirectorySearch({
      q: "kine",
      visites: true,
      libre: "peut-être",
      commune: 94081,
      ouvert: true,
      nature: "pharmacy",
      vue: "globe",
      autre: 1,
    });
    expect(search).toEqual({
      ...{ q: "kine", visites: true, ouvert: true },
      ...{ commune: "94081", nature: "pharmacy" },
    });
    expect(readDirectorySearch({ nature: "garage" }).nature).toBeUndefined();
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
