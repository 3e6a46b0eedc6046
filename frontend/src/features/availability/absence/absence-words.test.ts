import { describe, expect, it } from "vitest";
import { absenceSpan } from "./absence-words";

function said(starts_at: string, ends_at: string): string {
  return absenceSpan({ starts_at, ends_at }).replaceAll("\u00a0", " ");
}

describe("the time of an absence", () => {
  it("is days when they are whole", () => {
    expect(said("2026-12-13T00:00:00+01:00", "2026-12-14T00:00:00+01:00")).toBe(
      "dimanche 13 décembre",
    );
    expect(said("2026-12-13T00:00:00+01:00", "2026-12-16T00:00:00+01:00")).toBe("13 – 15 décembre");
  });

  it("is hours within a day, until midnight at most", () => {
    expect(said("2026-12-14T20:00:00+01:00", "2026-12-15T00:00:00+01:00")).toBe(
      "lundi 14 décembre, 20:00 – 24:00",
    );
  });

  it("keeps its hours over a night", () => {
    expect(said("2026-12-21T20:00:00+01:00", "2026-12-22T08:00:00+01:00")).toBe(
      "lundi 21 décembre, 20:00 – mardi 22 décembre, 8:00",
    );
  });
});
