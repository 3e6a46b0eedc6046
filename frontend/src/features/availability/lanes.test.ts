import { describe, expect, it } from "vitest";
import { lanesOf } from "./lanes";

const at = (id: string, from: number, to: number) => ({ id, from: from * 60, to: to * 60 });

describe("openings of the same hours, side by side", () => {
  it("leaves the whole column to those that meet nothing, one after the other included", () => {
    expect(lanesOf([at("a", 9, 12), at("b", 12, 14)]).size).toBe(0);
    expect(lanesOf([]).size).toBe(0);
  });
  it("gives each its lane, the longest first, whatever the order they came in", () => {
    const lanes = lanesOf([at("short", 9, 10), at("long", 9, 12)]);
    expect(lanes.get("long")).toEqual({ at: 0, of: 2 });
    expect(lanes.get("short")).toEqual({ at: 1, of: 2 });
  });
  it("takes a lane again as soon as it is free, and is no narrower than its fullest hour", () => {
    const lanes = lanesOf([at("a", 9, 12), at("b", 9, 10), at("c", 10, 13), at("d", 14, 15)]);
    expect(lanes.get("a")).toEqual({ at: 0, of: 2 });
    expect(lanes.get("b")).toEqual({ at: 1, of: 2 });
    expect(lanes.get("c")).toEqual({ at: 1, of: 2 });
    expect(lanes.has("d")).toBe(false);
  });
});
