import { expect, test } from "vitest";
import type { OpenPlace, OrganisationKind } from "../../api";
import { inHeader } from "./coordinator-words";

function place(name: string, kind: OrganisationKind, is_open: boolean): OpenPlace {
  return {
    organisation_id: name,
    kind,
    name,
    phone: null,
    instruction: "walk_in",
    is_open,
    open_until: null,
    opens_at: null,
  };
}

test("three open centres do not hide the SAMI that opens tonight", () => {
  const places = [
    place("CAMI", "unscheduled_care_centre", true),
    place("Centre Fort", "health_centre", true),
    place("Centre Port-à-l’Anglais", "health_centre", true),
    place("SAMI", "out_of_hours", false),
  ];
  expect(inHeader(places).map(({ name }) => name)).toEqual(["CAMI", "Centre Fort", "SAMI"]);
});

test("few places are all shown, in their order", () => {
  const places = [
    place("Centre A", "health_centre", true),
    place("Centre B", "health_centre", true),
    place("SAMI", "out_of_hours", false),
  ];
  expect(inHeader(places)).toEqual(places);
  expect(inHeader([])).toEqual([]);
});
