import { describe, expect, it } from "vitest";
import type { OrganisationPage } from "../../../api";
import { phoneWords } from "../../../figures";
import { copied, emptyLine, firstOf } from "../../../ui/week-form";
import { draftOf, faultsOf, inputOf } from "./structure-form";

const page = {
  version: 3,
  phone: "+33199004218",
  instruction: "walk_in",
  hours: [
    { weekday: 1, from_time: "08:30", to_time: "12:00" },
    { weekday: 1, from_time: "14:00", to_time: "19:30" },
    { weekday: 6, from_time: "09:00", to_time: "13:00" },
  ],
  exceptions: [{ from_day: "2026-12-24", to_day: "2026-12-26", spans: [] }],
  members: [{ id: "a" }],
} as unknown as OrganisationPage;

describe("the page of a structure while somebody writes it", () => {
  it("sends back what was read, in the order of the week", () => {
    const { hours, exceptions } = page;
    const phone = phoneWords("+33199004218");
    expect(inputOf(draftOf(page))).toEqual({ phone, hours, exceptions, member_ids: ["a"] });
  });

  it("knows which of all the hours are those of a day", () => {
    const { week } = draftOf(page);
    expect([firstOf(week, 0), firstOf(week, 1), firstOf(week, 5), firstOf(week, 7)]).toEqual([
      0, 2, 2, 3,
    ]);
  });

  it("names the times and the days that are not filled, as the server would point at them", () => {
    const draft = draftOf(page);
    draft.week[2] = [emptyLine("09:00", "")];
    draft.different.push({ id: "x", from: "2026-12-31", to: "", lines: [emptyLine()] });
    expect(Object.keys(faultsOf(draft))).toEqual([
      "hours.2.to_time",
      "exceptions.1.to_day",
      "exceptions.1.spans.0.from_time",
      "exceptions.1.spans.0.to_time",
    ]);
    expect(faultsOf(draftOf(page))).toEqual({});
  });

  it("copies the hours of a day into fields of their own", () => {
    const [monday = []] = draftOf(page).week;
    const copy = copied(monday);
    expect(copy.map(({ from, to }) => [from, to])).toEqual([
      ["08:30", "12:00"],
      ["14:00", "19:30"],
    ]);
    expect(copy[0]?.id).not.toBe(monday[0]?.id);
  });

  it("asks for no number where one calls the 15", () => {
    expect(draftOf({ ...page, phone: "15", instruction: "call_15" }).phone).toBe("");
  });
});
