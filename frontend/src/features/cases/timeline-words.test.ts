import { expect, it } from "vitest";
import { ATTENDING_SAID } from "./attending-timeline";
import { DEATH_SAID } from "./death-timeline";
import { entryOf } from "./test-entries";
import { type Reader, saidOf } from "./timeline-words";

const READER: Reader = {
  name: "Inès Carpentier",
  coordinates: true,
  asked: false,
  wishedBefore: null,
};
const NOW = Date.parse("2026-11-24T10:30:00+01:00");

it("says of a search that is closed where it belongs, and only of a death whom to call first", () => {
  const line = entryOf("out_of_scope", { actor_name: "Inès Carpentier" });
  expect(saidOf(line, { ...READER, ofSearch: ATTENDING_SAID }, NOW)).toEqual({
    title: "Hors du territoire",
    detail: "Close par Inès Carpentier",
    shape: "away",
  });
  const ofDeath = saidOf(line, { ...READER, ofDeath: DEATH_SAID }, NOW);
  expect(ofDeath.title).toBe("Hors champ : le 17 d’abord");
});

it("says which parts of an identity were corrected, and of a death what its thread held before", () => {
  const line = entryOf("corrected", {
    actor_name: "Inès Carpentier",
    corrected_identity: ["birth_date", "email"],
  });
  expect(saidOf(line, READER, NOW)).toEqual({
    title: "Identité corrigée par Inès Carpentier",
    detail: "Date de naissance, adresse e-mail",
  });
  const death = { ...line, corrected_identity: [] };
  expect(saidOf(death, { ...READER, ofDeath: DEATH_SAID }, NOW).title).toBe(
    "Corrigé par Inès Carpentier",
  );
});
