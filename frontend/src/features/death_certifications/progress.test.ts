import { describe, expect, it } from "vitest";
import type { DeathCertificationState, DeathClosedBy } from "../../api";
import { progressOf } from "./progress";

const NOW = Date.parse("2026-11-24T10:42:00+01:00");

function ended(state: DeathCertificationState, closed_by: DeathClosedBy | null = null) {
  const at = "2026-11-24T10:00:00+01:00";
  return progressOf(
    {
      state,
      created_at: at,
      professional: null,
      eta_at: null,
      departed_at: null,
      arrived_at: null,
      certified_at: null,
      closed_at: at,
      closed_by,
      next_step: null,
      to_answer: [],
    },
    NOW,
  );
}

describe("what a requester reads of a request that ended outside of the network", () => {
  it("is who saw to it, when it was said", () => {
    expect(ended("closed_externally", "samu").big).toBe("Le SAMU s’en est chargé");
    expect(ended("closed_externally", "other_doctor").big).toBe("Un autre médecin est venu");
    expect(ended("requisitioned", "requisition").big).toBe("Un médecin a été réquisitionné");
  });

  it("is plain words when it was not", () => {
    for (const by of ["other", null] as const) {
      expect(ended("closed_externally", by).big).toBe("Réglée autrement");
    }
  });
});

it("says of an obstacle who knows and who decides, and no one else", () => {
  const { sentence } = ended("obstacle_reported");
  expect(sentence).toBe(
    "La police ou la gendarmerie est prévenue, le procureur décide de la suite. Ne déplacez rien.",
  );
});
