import type { TeleconsultationCard, TeleconsultationReason } from "./api";

/** The French words of an assisted teleconsultation that several pages say: the reason, never a diagnosis. */

export const TELECONSULTATION_REASON: Record<TeleconsultationReason, string> = {
  ear_nose_throat: "ORL",
  dermatology: "Dermatologie",
  minor_trauma: "Petite blessure",
  urinary: "Urinaire",
  digestive: "Digestif",
  paediatrics: "Pédiatrie",
  prescription_renewal: "Renouvellement",
  sick_note: "Arrêt de travail",
  follow_up: "Suivi",
  other: "Autre motif",
  chest_pain: "Douleur thoracique",
  breathlessness: "Essoufflement",
  neurological_deficit: "Déficit neurologique",
  trauma_needing_imaging: "Blessure à radiographier",
  abdominal_guarding: "Ventre dur et douloureux",
  infant_under_3_months: "Bébé de moins de 3 mois",
  suicidal_crisis: "Crise suicidaire",
};

/** What a doctor is asked: "Téléconsultation · ORL, mineur". */
export function teleconsultationOffered({ reason, is_minor }: TeleconsultationCard): string {
  const words = TELECONSULTATION_REASON[reason];
  return `Téléconsultation\u00a0· ${is_minor ? `${words}, mineur` : words}`;
}
