import type { RuleSection } from "./fields";

/** The delays of a request to certify a death. */
export const DEATHS: RuleSection = {
  title: "Constatations de décès",
  fields: [
    {
      path: "death_certification.attending_doctor_minutes",
      label: "Le médecin traitant est sollicité seul pendant",
      unit: "min",
    },
    {
      path: "death_certification.rota_minutes",
      label: "L’astreinte est sollicitée pendant",
      unit: "min",
    },
    {
      path: "death_certification.volunteers_minutes",
      label: "Tous les volontaires sont sollicités pendant",
      unit: "min",
    },
    {
      path: "death_certification.coordinator_after_minutes",
      label: "La coordination reprend la main au plus tard après",
      unit: "min",
    },
    {
      path: "death_certification.samu_after_minutes",
      label: "Passer au SAMU est proposé après",
      unit: "min",
    },
    {
      path: "death_certification.late_after_minutes",
      label: "La demande est en rouge après",
      unit: "min",
    },
    {
      path: "death_certification.ceiling_after_minutes",
      label: "Délai à ne jamais dépasser",
      unit: "min",
      help: "24 h après la demande, dit le Conseil de l’Ordre (2013).",
    },
    {
      path: "death_certification.transport_alert_hours",
      label: "Alerte avant la limite de transport, après le décès",
      unit: "h",
      help: "Le corps ne peut être déplacé que pendant 48 h.",
    },
    {
      path: "death_certification.duplicate_hours",
      label: "Même nom et même naissance\u00a0: doublon possible pendant",
      unit: "h",
    },
    {
      path: "death_certification.family_link_hours",
      label: "Le lien de la famille sert pendant",
      unit: "h",
    },
    {
      path: "retention.death_certification_months",
      label: "L’identité est effacée, après la fin, au bout de",
      unit: "mois",
    },
  ],
};

/** The rota of those who may certify one. */
export const ROTA: RuleSection = {
  title: "Astreinte décès",
  intro: "Ce qui manque à l’astreinte voulue est signalé d’avance.",
  fields: [
    {
      path: "certifiers.order_list_days",
      label: "La liste de l’Ordre est à revérifier après",
      unit: "jours",
    },
    {
      path: "certifiers.people_by_day",
      label: "D’astreinte en semaine, de 8 h à 20 h",
      unit: "personnes",
      help: "0 : aucune astreinte n’est attendue.",
    },
    {
      path: "certifiers.people_on_rest_days",
      label: "Le samedi, le dimanche et les jours fériés, de 8 h à 20 h",
      unit: "personnes",
    },
    {
      path: "certifiers.people_by_night",
      label: "La nuit, de 20 h à 8 h",
      unit: "personnes",
    },
    {
      path: "certifiers.days_ahead",
      label: "Les trous de l’astreinte sont cherchés sur",
      unit: "jours",
    },
  ],
};
