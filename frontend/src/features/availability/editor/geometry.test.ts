import { describe, expect, it } from "vitest";
import {
  type Bounds,
  dragged,
  drawn,
  emptyFrom,
  nextSpot,
  type Placed,
  STEP,
  spotAt,
} from "./geometry";

const BOUNDS: Bounds = { columns: 6, from: 8 * 60, to: 20 * 60, shortest: 20 };
const MORNING = { column: 1, from: 9 * 60, to: 12 * 60 };
const at = (minutes: number, columns = 0) => ({ minutes, columns });

describe("a new opening", () => {
  it("begins on the quarter of an hour under the press, and ends on the nearest one", () => {
    expect(drawn(1, 9 * 60 + 11, 10 * 60 + 9, STEP, BOUNDS)).toEqual({
      column: 1,
      from: 9 * 60,
      to: 10 * 60 + 15,
    });
  });

  it("is drawn upwards as well", () => {
    expect(drawn(1, 12 * 60 + 2, 10 * 60, STEP, BOUNDS)).toEqual({
      column: 1,
      from: 10 * 60,
      to: 12 * 60,
    });
  });

  it("is never shorter than a slot, nor outside the hours that are shown", () => {
    expect(drawn(0, 9 * 60, 9 * 60 + 2, STEP, BOUNDS).to).toBe(9 * 60 + 20);
    expect(drawn(0, 19 * 60 + 58, 23 * 60, STEP, BOUNDS)).toEqual({
      column: 0,
      from: 19 * 60 + 40,
      to: 20 * 60,
    });
    expect(drawn(0, 9 * 60, 2 * 60, STEP, BOUNDS).from).toBe(8 * 60);
  });
});

describe("an opening that is dragged", () => {
  it("keeps its length, and stays within the week and its hours", () => {
    expect(dragged(MORNING, "body", at(52, 2), STEP, BOUNDS)).toEqual({
      column: 3,
      from: 9 * 60 + 45,
      to: 12 * 60 + 45,
    });
    expect(dragged(MORNING, "body", at(-300, -5), STEP, BOUNDS)).toEqual({
      column: 0,
      from: 8 * 60,
      to: 11 * 60,
    });
    expect(dragged(MORNING, "body", at(900, 9), STEP, BOUNDS)).toEqual({
      column: 5,
      from: 17 * 60,
      to: 20 * 60,
    });
  });

  it("goes to another day at its own hour, even one that is no quarter", () => {
    const odd = { column: 1, from: 9 * 60 + 5, to: 10 * 60 };
    expect(dragged(odd, "body", at(0, 1), STEP, BOUNDS)).toEqual({ ...odd, column: 2 });
    expect(dragged(odd, "end", at(0), STEP, BOUNDS)).toEqual(odd);
  });

  it("is lengthened or shortened by its ends, which never cross", () => {
    expect(dragged(MORNING, "end", at(40), STEP, BOUNDS).to).toBe(12 * 60 + 45);
    expect(dragged(MORNING, "start", at(-20), STEP, BOUNDS).from).toBe(8 * 60 + 45);
    expect(dragged(MORNING, "start", at(600), STEP, BOUNDS)).toEqual({
      ...MORNING,
      from: 11 * 60 + 40,
    });
    expect(dragged(MORNING, "end", at(-600), STEP, BOUNDS)).toEqual({
      ...MORNING,
      to: 9 * 60 + 20,
    });
  });

  it("keeps within its day at midnight", () => {
    const day = { ...BOUNDS, from: 0, to: 24 * 60 };
    expect(dragged(MORNING, "body", at(2000), STEP, day).to).toBe(24 * 60);
  });
});

describe("the keyboard", () => {
  const blocks: Placed[] = [
    { id: "morning", from: 9 * 60, to: 12 * 60 },
    { id: "evening", from: 17 * 60, to: 18 * 60 + 30 },
  ];
  const blocksOf = (column: number) => (column === 1 ? blocks : []);

  it("stands on the opening that is there, else on the empty time until the next one", () => {
    expect(spotAt(1, 10 * 60, blocks, BOUNDS).block).toBe("morning");
    expect(spotAt(1, 16 * 60 + 40, blocks, BOUNDS)).toEqual({
      column: 1,
      from: 16 * 60 + 30,
      to: 17 * 60,
      block: null,
    });
  });

  it("enters a day where it is empty", () => {
    expect(emptyFrom(1, 9 * 60, blocks, BOUNDS).from).toBe(12 * 60);
    expect(emptyFrom(0, 9 * 60, [], BOUNDS).from).toBe(9 * 60);
    const full = [{ id: "all", from: 8 * 60, to: 20 * 60 }];
    expect(emptyFrom(1, 9 * 60, full, BOUNDS).block).toBe("all");
  });

  it("goes through a day in the order of its hours, and stops at the edges of the week", () => {
    let spot = spotAt(1, 8 * 60 + 30, blocks, BOUNDS);
    spot = nextSpot(spot, "down", blocksOf, BOUNDS);
    expect(spot.block).toBe("morning");
    spot = nextSpot(spot, "down", blocksOf, BOUNDS);
    expect(spot).toEqual({ column: 1, from: 12 * 60, to: 13 * 60, block: null });
    expect(nextSpot(spot, "up", blocksOf, BOUNDS).block).toBe("morning");
    const aside = nextSpot(spotAt(1, 10 * 60, blocks, BOUNDS), "right", blocksOf, BOUNDS);
    expect(aside).toEqual({ column: 2, from: 9 * 60, to: 10 * 60, block: null });
    const first = spotAt(0, 8 * 60, [], BOUNDS);
    expect(nextSpot(first, "left", blocksOf, BOUNDS)).toEqual(first);
    expect(nextSpot(first, "up", blocksOf, BOUNDS)).toEqual(first);
  });
});
