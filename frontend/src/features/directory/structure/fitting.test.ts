import { describe, expect, it } from "vitest";
import type { OpenState, Organisation } from "../../../api";
import { fittingStructures, kindsOf } from "./fitting";
import { openWords } from "./open-words";

const CLOSED: OpenState = { is_open: false, open_until: null, opens_at: null, on_duty_until: null };
const OPEN: OpenState = { ...CLOSED, is_open: true, open_until: "2026-11-24T18:30:00Z" };
const NOW = "2026-11-24T09:00:00Z";

const one = (name: string, changed: Partial<Organisation> = {}) =>
  ({
    ...{ id: name, name, kind: "pharmacy", sector: "Plateau" },
    ...{ commune_name: "Vitry-sur-Seine", commune_insee: "94081", open_state: CLOSED },
    ...changed,
  }) as Organisation;

const lys = one("Pharmacie du Lys", { open_state: OPEN });
const night = one("Pharmacie des Glacis", {
  open_state: { ...CLOSED, on_duty_until: "2026-11-25T07:00:00Z" },
});
const shut = one("Pharmacie du Plateau");
const home = one("EHPAD Les Glycines", { kind: "nursing_home", commune_insee: "94022" });
const all = [shut, home, lys, night];

const names = (search: Parameters<typeof fittingStructures>[1]) =>
  fittingStructures(all, search).map(({ name }) => name);

describe("the structures that a search fits", () => {
  it("are those whose words begin so, whatever the accents, open ones first", () => {
    expect(names({ q: "pharma" })).toEqual([lys.name, night.name, shut.name]);
    expect(names({ q: "éhpad gly" })).toEqual([home.name]);
    expect(names({ q: "medecin" })).toEqual([]);
  });

  it("are open by their hours or on duty when that is asked", () => {
    expect(names({ ouvert: true })).toEqual([lys.name, night.name]);
  });

  it("are of the kind and of the commune asked for", () => {
    expect(names({ nature: "nursing_home" })).toEqual([home.name]);
    expect(names({ commune: "94022" })).toEqual([home.name]);
  });

  it("are none when people alone have what is asked", () => {
    expect(names({ visites: true })).toEqual([]);
    expect(names({ libre: true })).toEqual([]);
    expect(names({ profession: "10" })).toEqual([]);
  });

  it("are counted by kind, in the order of the words", () => {
    expect(kindsOf(all)).toEqual([
      { kind: "nursing_home", count: 1 },
      { kind: "pharmacy", count: 3 },
    ]);
  });
});

describe("whether a structure is open, in words", () => {
  it("says until when, or when it opens", () => {
    expect(openWords(OPEN, NOW)).toBe("ouvert jusqu’à 19:30");
    expect(openWords(night.open_state, NOW)).toBe("de garde jusqu’à demain 8:00");
    expect(openWords({ ...OPEN, open_until: null }, NOW)).toBe("ouvert jour et nuit");
    expect(openWords({ ...CLOSED, opens_at: "2026-11-24T13:00:00Z" }, NOW)).toBe(
      "fermé, ouvre à 14:00",
    );
    expect(openWords({ ...CLOSED, opens_at: "2026-11-25T08:00:00Z" }, NOW)).toBe(
      "fermé, ouvre demain à 9:00",
    );
    expect(openWords(CLOSED, NOW)).toBe("fermé");
  });
});
