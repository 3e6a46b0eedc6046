import type { AgeBand, Case, Need } from "./api";
import { AGE_BAND, NEED } from "./words";

/** How a request is called, and who asks, wherever they are named: never by a person. */

/** A request by its need and age band: "ORL · enfant de 4 à 6 ans". Never a name. */
export function requestTitle(need: Need | null, age: AgeBand | null): string {
  const words = [need && NEED[need], age && AGE_BAND[age]].filter(Boolean);
  // The point stays with what is before it when the line breaks.
  return words.length === 0 ? "Demande de soins" : words.join("\u00a0· ");
}

/** Who looks for an attending doctor: "Médecin traitant · 70 à 79 ans". */
export function attendingTitle(age: AgeBand | null): string {
  return ["Médecin traitant", age && AGE_BAND[age]].filter(Boolean).join("\u00a0· ");
}

const PAGE: Record<string, string> = {
  DC: "/deces",
  MT: "/medecin-traitant",
  AVI: "/avis",
  SOR: "/sorties",
  TLC: "/teleconsultations",
};

/** The page of a request, by the number that is said of it: `MT-0412` is on that of attending doctors. */
export function casePage(number: string | null, id: string): string {
  return `${PAGE[number?.split("-")[0] ?? ""] ?? "/demandes"}/${id}`;
}

/** The same of any row of the board. */
export function caseTitle(
  of: Pick<Case, "kind" | "need" | "age_band" | "specialty_label">,
): string {
  if (of.kind === "death_certification") return "Décès à constater";
  if (of.kind === "hospital_discharge") return dischargeTitle(of.age_band);
  if (of.kind === "teleconsultation") return teleconsultationTitle(of.age_band);
  if (of.kind === "attending_doctor") return attendingTitle(of.age_band);
  if (of.kind === "second_opinion") return opinionTitle(of.specialty_label, of.age_band);
  return requestTitle(of.need, of.age_band);
}

/** An opinion by its specialty and age band: "Avis, cardiologie · adulte 60–69 ans". Never a name. */
export function opinionTitle(specialty: string | null, age: AgeBand | null): string {
  const sought = specialty ? `Avis, ${specialty.toLocaleLowerCase("fr")}` : "Demande d’avis";
  return [sought, age && AGE_BAND[age]].filter(Boolean).join("\u00a0· ");
}

/** "Téléconsultation · adulte 30–39 ans". */
export function teleconsultationTitle(age: AgeBand | null): string {
  return ["Téléconsultation", age && AGE_BAND[age]].filter(Boolean).join("\u00a0· ");
}

/** "Sortie d’hôpital · 80 ans et plus". */
export function dischargeTitle(age: AgeBand | null): string {
  return ["Sortie d’hôpital", age && AGE_BAND[age]].filter(Boolean).join("\u00a0· ");
}

const ARTICLES: Record<string, string> = {
  médecin: "un",
  infirmière: "une",
  pharmacie: "une",
  "chirurgien-dentiste": "un",
  "sage-femme": "une",
  kinésithérapeute: "un",
  cabinet: "un",
  "maison de santé": "une",
  "centre de santé": "un",
  EHPAD: "un",
  "service hospitalier": "un",
  "professionnel de santé": "un",
  coordination: "la",
  SAS: "le",
  SAMI: "le",
  CAMI: "le",
  DAC: "le",
};

/** Who asks, as the anonymous card says it: "Demandé par une infirmière". */
export function askedBy(profession: string): string {
  const article = ARTICLES[profession];
  return article ? `Demandé par ${article} ${profession}` : `Demandé par\u00a0: ${profession}`;
}

/** Who asked, once somebody has accepted: "L’infirmière est prévenue". */
export function requesterTold(profession: string): string {
  const article = ARTICLES[profession];
  if (!article) return "La personne qui demande est prévenue";
  const feminine = article === "une" || article === "la";
  const definite = /^[aeiouyé]/i.test(profession) ? "L’" : feminine ? "La " : "Le ";
  return `${definite}${profession} est ${feminine ? "prévenue" : "prévenu"}`;
}
