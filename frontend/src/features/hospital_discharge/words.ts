import type {
  DischargeCancellationReason,
  DischargeCheckKind,
  DischargeFragility,
  DischargeHandedTo,
  DischargeReadyItem,
  DischargeVisitMode,
} from "../../api";

/** The French words of what only a hospital discharge says. */

export const CANCELLATION: Record<DischargeCancellationReason, string> = {
  stays_in_hospital: "La personne reste à l’hôpital",
  transferred: "Transférée ailleurs",
  found_elsewhere: "Tout est organisé autrement",
  refused_by_person: "La personne refuse",
  deceased: "Personne décédée",
  mistake: "Demande faite par erreur",
};

/** What makes a return home complex, as a person ticks it. */
export const FRAGILITY: Record<DischargeFragility, string> = {
  isolated: "Isolée",
  several_chronic_diseases: "Plusieurs maladies chroniques",
  social_break: "Rupture sociale",
  psychic_distress: "Souffrance psychique",
  refusal_of_help: "Refus d’aide",
  repeated_hospital_stays: "Hospitalisations répétées",
};

export const FRAGILITIES = Object.keys(FRAGILITY) as DischargeFragility[];

/** What is not there yet. */
export const MISSING: Record<DischargeReadyItem, string> = {
  informed: "la personne n’est pas encore informée",
  prescription_signed: "l’ordonnance n’est pas signée",
  prescription_dates: "l’ordonnance n’a pas de dates",
  liaison_letter: "la lettre de liaison n’est pas partie",
};

const CHECKS: DischargeCheckKind[] = ["first", "second"];

/** When it is looked at, as the community says: `J+1`. */
export function checkWord(kind: DischargeCheckKind, days: number[]): string {
  return `J+${days[CHECKS.indexOf(kind)]}`;
}

/** What follows once the person is home: « à J+1, puis à J+7 ». */
export function checksWord(days: number[]): string {
  return days.map((day) => `à J+${day}`).join(", puis ");
}

/** Where the doctor sees the person. */
export const VISIT_MODE: Record<DischargeVisitMode, string> = {
  home_visit: "À domicile",
  office: "Au cabinet",
};

export const HANDED_TO: Record<DischargeHandedTo, string> = { dac: "DAC", prado: "PRADO" };
