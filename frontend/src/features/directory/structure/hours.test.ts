import { describe, expect, it } from "vitest";
import type { Duty } from "../../../api";
import { hoursWords } from "../../../ui/hours";
import { byDay, dutyHours } from "../duty/duties";

const week = (days: number[], from_time: string, to_time: string) =>
  days.map((weekday) => ({ weekday, from_time, to_time }));

const night: Duty = {
  id: "1",
  kind: "pharmacy",
  organisation_id: "1",
  professional_id: null,
  name: "Pharmacie du Plateau",
  place: null,
  phone: null,
  starts_at: "2026-11-28T19:00:00Z",
  ends_at: "2026-11-29T07:00:00Z",
};

describe("hours of a structure", () => {
  it("says together the days that are alike, holidays apart", () => {
    const sami = [...week([1, 2, 3, 4, 5], "20:00", "24:00"), ...week([6, 7, 8], "14:00", "24:00")];
    expect(hoursWords(sami)).toBe(
      "lun. – ven. 20:00–24:00 · sam. – dim. 14:00–24:00 · fériés 14:00–24:00",
    );
    expect(hoursWords([])).toBe("");
  });
});

describe("the rota by day", () => {
  it("shows a night under its evening and under its morning", () => {
    const [today, tomorrow] = byDay([night], "2026-11-28T12:00:00Z");
    expect(today?.title).toBe("Aujourd’hui, samedi 28 novembre");
    expect(today?.duties).toEqual([night]);
    expect(tomorrow?.duties).toEqual([night]);
    expect(dutyHours(night, "2026-11-28")).toBe("20:00 – 8:00 le lendemain");
    expect(dutyHours(night, "2026-11-29")).toBe("jusqu’à 8:00");
  });
  it("always shows today and tomorrow, and other days only when somebody is on duty", () => {
    expect(byDay([], "2026-11-28T12:00:00Z").map((one) => one.day)).toEqual([
      "2026-11-28",
      "2026-11-29",
    ]);
  });
});
