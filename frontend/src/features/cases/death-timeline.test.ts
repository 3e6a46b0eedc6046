import { describe, expect, it } from "vitest";
import type { DeathCorrectedFact, DeathCorrectionReason } from "../../api";
import { DEATH_SAID } from "./death-timeline";
import { entryOf } from "./test-entries";

function corrected(
  corrections: DeathCorrectedFact[],
  correction_reason: DeathCorrectionReason | null = "typed_wrong",
) {
  const entry = entryOf("corrected", {
    actor_name: "Inès Carpentier",
    previous_state: "certified",
    corrections,
    correction_reason,
  });
  return DEATH_SAID.corrected(entry);
}

const AT = { ten: "2026-11-24T10:10:00+01:00", later: "2026-11-24T10:40:00+01:00" };

describe("a correction on the thread", () => {
  it("says the hour, the one that stood before it, who and why", () => {
    expect(corrected([{ fact: "certified_at", before: AT.ten, after: AT.later }])).toMatchObject({
      title: "Corrigé par Inès Carpentier",
      detail: "Certificat 10:40 au lieu de 10:10, erreur de saisie",
    });
  });

  it("says the day too when it is another one", () => {
    const { detail } = corrected([
      { fact: "arrived_at", before: AT.ten, after: "2026-11-23T23:50:00+01:00" },
    ]);
    expect(detail).toBe(
      "Sur place lun.\u00a023, 23:50 au lieu de mar.\u00a024, 10:10, erreur de saisie",
    );
  });

  it("says another end, and who saw to it, without repeating what goes with it", () => {
    const { detail } = corrected(
      [
        { fact: "certified_at", before: AT.ten, after: null },
        { fact: "state", before: "certified", after: "closed_externally" },
        { fact: "closed_by", before: null, after: "other_doctor" },
        { fact: "certificate_channel", before: "paper", after: null },
      ],
      "wrong_act",
    );
    expect(detail).toBe(
      "Certificat, non (il était écrit 10:10), réglée autrement au lieu de «\u00a0certificat fait\u00a0»," +
        " un autre médecin est venu, mauvais bouton",
    );
  });

  it("says a step that nobody had written, and no reason without detail", () => {
    expect(corrected([{ fact: "departed_at", before: null, after: AT.ten }], "other").detail).toBe(
      "En route 10:10",
    );
    expect(
      corrected([{ fact: "certificate_channel", before: "paper", after: "electronic" }], "other")
        .detail,
    ).toBe("CertDc au lieu de «\u00a0Papier\u00a0»");
  });
});
