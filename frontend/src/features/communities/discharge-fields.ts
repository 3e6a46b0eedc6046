import type { RuleSection } from "./fields";

/** The delays of a hospital discharge. */
export const DISCHARGES: RuleSection = {
  title: "Sorties d’hôpital",
  fields: [
    {
      path: "hospital_discharge.first_resort_minutes",
      label: "Les professionnels habituels sont sollicités seuls pendant",
      unit: "min",
    },
    {
      path: "hospital_discharge.near_minutes",
      label: "Les plus proches sont sollicités pendant",
      unit: "min",
    },
    { path: "hospital_discharge.near_radius_km", label: "À moins de", unit: "km" },
    { path: "hospital_discharge.near_at_most", label: "Au plus", unit: "personnes" },
    {
      path: "hospital_discharge.network_minutes",
      label: "Toute la profession est sollicitée pendant",
      unit: "min",
    },
    {
      path: "hospital_discharge.coordinator_after_minutes",
      label: "La coordination reprend la main au plus tard après",
      unit: "min",
    },
    {
      path: "hospital_discharge.coordinator_before_hours",
      label: "Ou avant le retour à domicile",
      unit: "h",
    },
    {
      path: "hospital_discharge.call_hospital_hours",
      label: "Sans infirmier, le service est appelé avant le retour",
      unit: "h",
    },
    {
      path: "hospital_discharge.short_notice_hours",
      label: "Une sortie annoncée plus tard que cela est signalée",
      unit: "h",
    },
    {
      path: "hospital_discharge.furthest_days",
      label: "Une sortie plus lointaine est refusée",
      unit: "jours",
    },
    {
      path: "hospital_discharge.departure_time",
      label: "Heure habituelle des sorties",
      unit: "",
      time: true,
    },
    {
      path: "hospital_discharge.reconfirm_hours",
      label: "Après un report, ceux qui ont accepté ont pour répondre",
      unit: "h",
    },
    {
      path: "hospital_discharge.first_check_days",
      label: "Première vérification, après le retour",
      unit: "jours",
    },
    {
      path: "hospital_discharge.second_check_days",
      label: "Seconde vérification, après le retour",
      unit: "jours",
    },
    {
      path: "hospital_discharge.dac_criteria",
      label: "Le DAC est proposé à partir de",
      unit: "critères",
    },
    {
      path: "retention.hospital_discharge_months",
      label: "L’identité est effacée, après la fin, au bout de",
      unit: "mois",
    },
  ],
};
