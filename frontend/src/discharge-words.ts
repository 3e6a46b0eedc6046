import type { DischargeAutonomy, DischargeFrequency, DischargeNeed } from "./api";

/** The French words of the needs of a return home, apart from the others: few screens say them. */

/** What a person needs at home after the hospital. */
export const DISCHARGE_NEED: Record<DischargeNeed, string> = {
  nurse: "Infirmier",
  physiotherapist: "Kiné",
  doctor_visit: "Médecin sous 7 jours",
  pharmacist: "Pharmacien",
  equipment: "Matériel",
  oxygen: "Oxygène",
  home_help: "Repas, aide à domicile",
  attending_doctor: "Trouver un médecin traitant",
};

export const DISCHARGE_FREQUENCY: Record<DischargeFrequency, string> = {
  once: "une fois",
  weekly: "1 fois par semaine",
  several_a_week: "2 ou 3 fois par semaine",
  daily: "1 fois par jour",
  twice_daily: "2 fois par jour",
  three_times_daily: "3 fois par jour",
};

export const DISCHARGE_AUTONOMY: Record<DischargeAutonomy, string> = {
  independent: "Autonome",
  helped: "Aidée",
  dependent: "Dépendante",
  unknown: "Autonomie non connue",
};
