import { describe, expect, it } from "vitest";
import { type Band, bandError, hoursOf, likeMonday } from "./hours-draft";

function band(key: number, weekday: number, from_time: string, to_time: string): Band {
  return { key, weekday, from_time, to_time };
}

describe("the hours of a practice as they are typed", () => {
  it("are sent in the order of the week once every line says two times", () => {
    const bands = [band(0, 2, "14:00", "18:00"), band(1, 2, "08:30", "12:00"), band(2, 1, "", "")];
    expect(hoursOf(bands)).toBeNull();
    expect(hoursOf(bands.slice(0, 2))).toEqual([
      { weekday: 2, from_time: "08:30", to_time: "12:00" },
      { weekday: 2, from_time: "14:00", to_time: "18:00" },
    ]);
    expect(hoursOf([])).toEqual([]);
  });

  it("say what is wrong with a line: an end before its start, two that overlap", () => {
    const backwards = band(0, 1, "12:00", "08:30");
    expect(bandError(backwards, [backwards])).toBe("La fin vient après le début.");
    const all = [band(0, 1, "08:00", "12:00"), band(1, 1, "11:00", "13:00")];
    expect(all.map((one) => bandError(one, all) !== null)).toEqual([false, true]);
    expect(hoursOf(all)).toBeNull();
    const noon = [band(0, 1, "08:00", "12:00"), band(1, 1, "12:00", "24:00")];
    expect(hoursOf(noon)).toHaveLength(2);
  });

  it("copy Monday to the other working days and leave the weekend", () => {
    const copied = likeMonday([
      band(0, 1, "08:00", "12:00"),
      band(1, 3, "09:00", "10:00"),
      band(2, 6, "09:00", "12:00"),
    ]);
    expect(hoursOf(copied)?.map((one) => [one.weekday, one.from_time])).toEqual([
      [1, "08:00"],
      [2, "08:00"],
      [3, "08:00"],
      [4, "08:00"],
      [5, "08:00"],
      [6, "09:00"],
    ]);
    expect(new Set(copied.map(({ key }) => key)).size).toBe(copied.length);
  });
});
