import type { RuleSection } from "./fields";

/** What is asked of a site where teleconsultations are assisted. */
export const TELECONSULTATION: RuleSection = {
  title: "Sites de téléconsultation",
  fields: [
    {
      path: "teleconsultation.kit_months",
      label: "Chaque appareil est à revérifier après",
      unit: "mois",
    },
    {
      path: "teleconsultation.connection_months",
      label: "La connexion est à réessayer après",
      unit: "mois",
    },
    { path: "teleconsultation.min_down_mbps", label: "Débit reçu, au moins", unit: "Mbit/s" },
    { path: "teleconsultation.min_up_mbps", label: "Débit envoyé, au moins", unit: "Mbit/s" },
  ],
};
