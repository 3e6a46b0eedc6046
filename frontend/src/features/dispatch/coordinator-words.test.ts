import { expect, test } from "vitest";
import type { Candidate, OpenPlace, OrganisationKind } from "../../api";
import { candidateLine, inHeader } from "./coordinator-words";

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

const NOW = Date.parse("2026-11-24T10:42:00+01:00");
const CANDIDATE: Candidate = {
  professional: {
    id: "p1",
    name: "Dr Pauline Estève",
    profession_code: "10",
    profession_label: "Médecin",
    specialty_label: null,
    sector: null,
    commune_name: "Vitry-sur-Seine",
  },
  phone: null,
  distance_km: 1.1,
  eligible: true,
  excluded_because: null,
  accepted_this_week: 0,
  asked_this_week: 0,
  slots: [],
};

test("of a death no slot is said, neither free nor missing: only how far, and why not", () => {
  expect(candidateLine(CANDIDATE, NOW)).toBe("1,1\u00a0km · pas de créneau ouvert");
  expect(candidateLine(CANDIDATE, NOW, true)).toBe("1,1\u00a0km");
  const calm = { ...CANDIDATE, excluded_because: "quiet" } as const;
  expect(candidateLine(calm, NOW, true)).toBe("1,1\u00a0km · heures calmes");
  expect(candidateLine({ ...CANDIDATE, distance_km: null }, NOW, true)).toBe("");
});
