import { afterEach, describe, expect, it } from "vitest";
import * as time from "./time";

const NBSP = "\u00a0";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const noon = "2026-11-24T12:00:00+01:00";

afterEach(() => time.setTerritoryZone("Europe/Paris"));

describe("instants", () => {
  it("are written on the clock of the territory, without a leading zero", () => {
    expect(time.hour("2026-11-24T08:20:00Z")).toBe("9:20");
    expect(time.hour("2026-11-24T10:05:00+01:00")).toBe("10:05");
    expect(time.hour("2026-11-23T23:00:00Z")).toBe("0:00");
  });

  it("follow summer time and the zone of the territory, not the device", () => {
    expect(time.hour("2026-07-14T08:20:00Z")).toBe("10:20");
    time.setTerritoryZone("Indian/Reunion");
    expect(time.hour("2026-07-14T08:20:00Z")).toBe("12:20");
    expect(time.dayKey("2026-11-24T21:00:00Z")).toBe("2026-11-25");
  });

  it("name their day", () => {
    expect(time.day(noon)).toBe(`mar.${NBSP}24`);
    expect(time.longDay(noon)).toBe("mardi 24 novembre");
    expect(time.numericDate("2026-11-24")).toBe("24/11/2026");
    expect(time.numericDate("2026-11-23T23:30:00Z")).toBe("24/11/2026");
  });

  it("are told from now, by the calendar and not by 24 hours", () => {
    expect(time.relativeDay("2026-11-24T23:59:00+01:00", noon)).toBe("aujourd’hui");
    expect(time.relativeDay("2026-11-25T00:01:00+01:00", noon)).toBe("demain");
    expect(time.relativeDay("2026-11-23T23:59:00+01:00", noon)).toBe("hier");
    expect(time.relativeDay("2026-11-28T09:00:00+01:00", noon)).toBe(`sam.${NBSP}28`);
  });

  it("say the whole appointment on a button", () => {
    expect(time.appointmentTime("2026-11-24T16:00:00+01:00", noon)).toBe("16:00");
    expect(time.appointmentTime("2026-11-25T09:20:00+01:00", noon)).toBe(`mer.${NBSP}9:20`);
    expect(time.appointmentTime("2026-12-09T09:20:00+01:00", noon)).toBe("mer. 9 déc. 9:20");
  });

  it("make a range of days, whether or not the month changes", () => {
    expect(time.dayRange("2026-11-23T12:00:00Z", "2026-11-28T12:00:00Z")).toBe(
      `23 – 28${NBSP}novembre`,
    );
    expect(time.dayRange("2026-11-30T12:00:00Z", "2026-12-05T12:00:00Z")).toBe(
      `30${NBSP}novembre – 5${NBSP}décembre`,
    );
  });

  it("say one day once, and the years of a whole one", () => {
    expect(time.dayRange("2026-12-13T00:00:00Z", "2026-12-13T22:59:59Z")).toBe(`13${NBSP}décembre`);
    expect(time.dayRange("2026-12-01T12:00:00Z", "2026-12-07T12:00:00Z")).toBe(
      `1er – 7${NBSP}décembre`,
    );
    expect(time.dayRange("2026-12-13T12:00:00Z", "2027-12-13T12:00:00Z")).toBe(
      `13${NBSP}décembre${NBSP}2026 – 13${NBSP}décembre${NBSP}2027`,
    );
  });
});

describe("lengths of time", () => {
  it.each([
    [30_000, "moins d’une minute"],
    [12 * MINUTE + 59_000, `12${NBSP}min`],
    [HOUR, `1${NBSP}h`],
    [2 * HOUR + 18 * MINUTE, `2${NBSP}h${NBSP}18`],
    [6 * HOUR + 5 * MINUTE, `6${NBSP}h${NBSP}05`],
    [DAY + 4 * HOUR, `1${NBSP}j${NBSP}4${NBSP}h`],
    [2 * DAY + 5 * HOUR, `2${NBSP}j${NBSP}5${NBSP}h`],
    [2 * DAY, `2${NBSP}j`],
    [6 * DAY + 13 * HOUR, `6${NBSP}j`],
  ])("%i ms is %s", (ms, said) => {
    expect(time.duration(ms)).toBe(said);
  });

  it("count seconds only for a slot that is kept", () => {
    expect(time.durationToTheSecond(4 * MINUTE + 40_000)).toBe(`4${NBSP}min${NBSP}40`);
    expect(time.durationToTheSecond(2 * MINUTE + 5_000)).toBe(`2${NBSP}min${NBSP}05`);
    expect(time.durationToTheSecond(40_900)).toBe(`40${NBSP}s`);
    expect(time.durationToTheSecond(-1)).toBe(`0${NBSP}s`);
  });
});

describe("ages", () => {
  it("change on the birthday, at midnight of the territory", () => {
    expect(time.yearsOld("2021-03-12", "2026-03-11T22:59:00Z")).toBe(4);
    expect(time.yearsOld("2021-03-12", "2026-03-11T23:01:00Z")).toBe(5);
    expect(time.yearsOld("2026-11-24", noon)).toBe(0);
  });
});

describe("days of the calendar", () => {
  it("are counted without a clock", () => {
    expect(time.addDays("2026-10-24", 2)).toBe("2026-10-26");
    expect(time.addDays("2026-03-01", -1)).toBe("2026-02-28");
  });

  it.each([
    ["2026-11-23", "2026-11-23"],
    ["2026-11-24", "2026-11-23"],
    ["2026-11-29", "2026-11-23"],
  ])("the week of %s begins on %s", (day, monday) => {
    expect(time.mondayOf(day)).toBe(monday);
  });

  it("have their eight o’clock in the territory, once the night is over", () => {
    expect(time.nextMorning("2026-11-24T18:40:00Z")).toBe("2026-11-25T07:00:00.000Z");
    expect(time.nextMorning("2026-11-24T02:00:00Z")).toBe("2026-11-24T07:00:00.000Z");
    expect(time.nextMorning("2026-03-28T19:00:00Z")).toBe("2026-03-29T06:00:00.000Z");
  });
});

describe("an hour beside its day", () => {
  it("names the day only when it is not today", () => {
    const now = "2026-11-24T18:40:00Z";
    expect(time.relativeHour("2026-11-24T19:00:00Z", now)).toBe("20:00");
    expect(time.relativeHour("2026-11-25T07:00:00Z", now)).toBe("demain 8:00");
    expect(time.relativeHour("2026-11-27T07:00:00Z", now)).toBe(`ven.${NBSP}27, 8:00`);
    expect(time.atHour("2026-11-23T18:22:00Z", now)).toBe("hier à 19:22");
  });
});
