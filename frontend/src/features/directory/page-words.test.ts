import { describe, expect, it } from "vitest";
import type { FactCheck } from "../../api";
import { checkLines, confirmationWords, newPatientsWords } from "./page-words";

function check(fact: FactCheck["fact"], on: string | null, by: FactCheck["checked_by"]): FactCheck {
  return { fact, practice_id: null, checked_on: on, checked_by: by };
}

describe("a page that says how old it is", () => {
  it("groups what the same source said on the same day", () => {
    const file = "national_file";
    const lines = checkLines([
      check("address", "2026-11-02", file),
      check("phone", "2026-11-02", file),
      check("hours", "2026-10-01", "person"),
      check("accessibility", null, null),
    ]);
    expect(lines).toEqual([
      "Adresse, téléphone\u00a0: répertoire national du 02/11/2026",
      "Horaires\u00a0: vérifié par la personne le 01/10/2026",
      "Accessibilité\u00a0: jamais vérifié",
    ]);
  });

  it("says since when nobody answers", () => {
    const known = { confirmed_on: "2026-03-14", due_on: "2026-06-12" };
    expect(confirmationWords({ ...known, state: "unverified" }).words).toBe(
      "Non confirmée depuis mars 2026",
    );
    expect(confirmationWords({ ...known, state: "confirmed" }).words).toBe(
      "Fiche confirmée le 14/03/2026, prochaine demande le 12/06/2026",
    );
    const never = { confirmed_on: null, due_on: "2026-06-12" };
    expect(confirmationWords({ ...never, state: "due" }).words).toBe("Fiche pas encore confirmée");
  });

  it("shows an answer that lapsed as a question, never as a yes", () => {
    expect(newPatientsWords(null, { lapsed_on: "2026-10-12" })).toBe(
      "À confirmer\u00a0: oui, jusqu’au 12/10/2026",
    );
    expect(newPatientsWords(null, null)).toBeNull();
  });
});
