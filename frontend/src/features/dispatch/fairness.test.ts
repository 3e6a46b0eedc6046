import { describe, expect, it } from "vitest";
import type { MemberLoad } from "../../api";
import { balanceOf, inOrder, lasting, leftOf, middle } from "./fairness";

function member(name: string, accepted: number, found: number, week = 0): MemberLoad {
  return {
    professional: { name },
    given: { asked: accepted + 1, accepted, lapsed: 1, slots: 0 },
    received: { filed: found, found, slots: 0 },
    weekly_cap: 5,
    accepted_this_week: week,
  } as MemberLoad;
}

const rows = [member("Abadie", 1, 3), member("Bost", 4, 0, 6), member("Caron", 4, 4, 2)];
const names = (list: MemberLoad[]) => list.map(({ professional }) => professional.name);

describe("the load of the members", () => {
  it("is sorted by what was chosen, and by name among equals", () => {
    expect(names(inOrder(rows, "name"))).toEqual(["Abadie", "Bost", "Caron"]);
    expect(names(inOrder(rows, "accepted"))).toEqual(["Bost", "Caron", "Abadie"]);
    expect(names(inOrder(rows, "balance"))).toEqual(["Abadie", "Caron", "Bost"]);
    expect(names(inOrder(rows, "cap"))).toEqual(["Bost", "Caron", "Abadie"]);
  });

  it("weighs what was given against what was received, and never leaves less than nothing", () => {
    expect(rows.map(balanceOf)).toEqual([-2, 4, 0]);
    expect(rows.map(leftOf)).toEqual([5, 0, 3]);
    const [abadie] = rows as [MemberLoad];
    const bySlots = { ...abadie, given: { ...abadie.given, slots: 7 } };
    expect([balanceOf(bySlots), leftOf(bySlots)]).toEqual([5, 5]);
  });

  it("says medians and durations as one says them", () => {
    expect([middle(2), middle(2.5)]).toEqual(["2", "2,5"]);
    expect([lasting(45), lasting(180), lasting(185)]).toEqual(["45 min", "3 h", "3 h 05"]);
  });
});
