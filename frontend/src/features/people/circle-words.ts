import type {
  CareCircle,
  CareCircleConsent,
  CareCircleConsentBy,
  CareCircleConsentMeans,
  CareRole,
} from "../../api";
import { isProblem } from "../../problems";
import { relativeDay } from "../../time";

/** The French words of the care circle. */

export const CARE_ROLE: Record<CareRole, string> = {
  attending_doctor: "Médecin traitant",
  nurse: "Infirmière ou infirmier",
  physiotherapist: "Kinésithérapeute",
  pharmacist: "Pharmacie",
  specialist: "Spécialiste",
  home_help: "Aide à domicile",
  other: "Autre soignant",
};

/** What is named for a circle. */
export type Named = "professional" | "structure";

const NEVER: Record<Named, ReadonlySet<CareRole>> = {
  professional: new Set(["home_help"]),
  structure: new Set(["attending_doctor", "specialist"]),
};

/** The parts that somebody, or a structure, may have: a doctor is a person, home help is a structure. */
export function rolesOf(named: Named): CareRole[] {
  return (Object.keys(CARE_ROLE) as CareRole[]).filter((role) => !NEVER[named].has(role));
}

export const CONSENT_BY: Record<CareCircleConsentBy, string> = {
  person: "La personne",
  representative: "Son représentant légal",
};

export const CONSENT_MEANS: Record<CareCircleConsentMeans, string> = {
  in_person: "De vive voix",
  phone: "Par téléphone",
  written: "Par écrit",
};

const SAID: Record<CareCircleConsent, string> = {
  given: "Accord donné",
  refused: "Refus dit",
  withdrawn: "Accord retiré",
};

/** "Accord donné mardi, de vive voix, à Solène Marchetti"; null while nobody asked. */
export function consentWord(circle: CareCircle, now: number): string | null {
  const { consent, consent_at, consent_means, consent_by, consent_recorded_by } = circle;
  if (consent === null || consent_at === null) return null;
  return [
    `${SAID[consent]} ${relativeDay(consent_at, now)}`,
    consent_means && CONSENT_MEANS[consent_means].toLocaleLowerCase("fr"),
    consent_by === "representative" && "par son représentant légal",
    consent_recorded_by && `à ${consent_recorded_by}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** What the server refused of somebody who was named, by field. */
export function refusedMember(error: unknown): { role?: string; who?: string } | null {
  if (!isProblem(error) || error.type !== "invalid_input" || !error.errors) return null;
  const found: { role?: string; who?: string } = {};
  for (const { pointer, message } of error.errors) {
    if (/already/.test(message) && pointer !== "/role") found.who = "Déjà dans le cercle.";
    else if (/attending doctor here/.test(message))
      found.role = "Il y a déjà un médecin traitant dans ce cercle.";
    else if (/At most/.test(message)) found.who = "Le cercle est complet : quinze au plus.";
    else if (/no pharmacy/.test(message))
      found.role = "Ce n’est pas une pharmacie. Choisissez un autre rôle.";
    else if (/follows people at home/.test(message))
      found.who = "Choisissez une structure qui suit les personnes à domicile.";
    else if (pointer === "/role")
      found.role = "Ce n’est pas la profession de cette personne. Choisissez un autre rôle.";
    else found.who = "Choisissez un membre de la CPTS.";
  }
  return found;
}
