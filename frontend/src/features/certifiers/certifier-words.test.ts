import { describe, expect, it } from "vitest";
import type { Certifier } from "../../api";
import { categoriesOf, categoryWords, checkWords, standing } from "./certifier-words";

function certifier(rest: Partial<Certifier> = {}): Certifier {
  return {
    professional: {
      id: "1",
      name: "Solène Essai",
      profession_code: "60",
    } as Certifier["professional"],
    version: 1,
    volunteers: true,
    category: "nurse",
    from_national_file: false,
    diploma_on: "2015-07-01",
    training_validated_on: "2025-09-01",
    order_list_checked_on: "2026-11-01",
    order_list_until: "2027-01-30",
    checks: [],
    lacks: [],
    may_certify: true,
    ...rest,
  };
}

describe("the words of a dossier", () => {
  it("says until when the look at the Order's list holds", () => {
    expect(standing(certifier())).toEqual({
      shape: "agreed",
      word: "En ordre. Liste de l’Ordre à revérifier après le 30/01/2027.",
    });
    expect(standing(certifier({ order_list_until: null })).word).toBe("En ordre.");
  });

  it("says all that lacks, and does not warn of who does not volunteer", () => {
    expect(standing(certifier({ lacks: ["diploma", "order_list_old"] }))).toEqual({
      shape: "soon",
      word: "Date du diplôme à vérifier, liste de l’Ordre à revérifier.",
    });
    expect(standing(certifier({ lacks: ["not_volunteering"] })).shape).toBe("off");
  });

  it("says where the category comes from", () => {
    expect(categoryWords(certifier({ from_national_file: true }))).toBe(
      "Infirmier diplômé d’État, selon le répertoire",
    );
    expect(categoryWords(certifier({ category: null }))).toBe("Qualité inconnue");
    expect(categoriesOf(certifier())).toEqual(["nurse"]);
  });

  it("names who checked a fact", () => {
    const checks = [
      { fact: "diploma", checked_on: "2026-11-24", checked_by: "Inès Essai" },
    ] as const;
    const checked = certifier({ checks: [...checks] });
    expect(checkWords(checked, "diploma")).toBe("Vérifié par Inès Essai le 24/11/2026.");
    expect(checkWords(checked, "training")).toBeNull();
  });
});
