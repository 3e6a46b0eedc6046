import { expect, test } from "vitest";
import type { OutsideCalendar } from "../../../api";
import { wholeAddress } from "./outside";
import { keptWord } from "./outside-words";

test("an address is taken as people say it", () => {
  expect(wholeAddress(" caldav.icloud.com ")).toBe("https://caldav.icloud.com");
  expect(wholeAddress("webcal://agenda.example/a.ics")).toBe("webcal://agenda.example/a.ics");
  expect(wholeAddress("http://agenda.example")).toBe("http://agenda.example");
});

test("an agenda that fails says until when its hours stand", () => {
  const lost = {
    state: "failing",
    last_success_at: "2026-11-24T09:00:00Z",
    read_until: "2027-01-23T09:00:00Z",
  } as OutsideCalendar;
  expect(keptWord(lost)).toContain("jusqu’au 23");
  expect(keptWord({ ...lost, state: "read" })).toBeNull();
  expect(keptWord({ ...lost, last_success_at: null })).toBeNull();
});
