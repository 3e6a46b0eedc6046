import { describe, expect, it } from "vitest";
import { clusters } from "./clusters";

const at = (point: string, x: number, y: number) => ({ point, x, y });

describe("points that would lie over each other", () => {
  it("are together when nearer than so many pixels, and alone from there on", () => {
    const points = [at("a", 0, 0), at("b", 20, 0), at("c", 30, 0), at("d", 0, 31)];
    expect(clusters(points, 30)).toEqual([["a", "b"], ["c"], ["d"]]);
    expect(clusters(points, 20)).toEqual([["a"], ["b", "c"], ["d"]]);
  });
  it("loses nobody, however dense", () => {
    const points = Array.from({ length: 400 }, (_, n) => at(String(n), n % 20, n / 20));
    const found = clusters(points, 30);
    expect(found.length).toBe(1);
    expect(found.flat().length).toBe(400);
  });
  it("keeps each apart when nothing is to be put together", () => {
    expect(clusters([at("a", 0, 0), at("b", 0, 0)], 0)).toEqual([["a"], ["b"]]);
  });
});
