import type { RuleSection } from "./fields";

/** Priorities and delays of the searches for an attending doctor. */
export const ATTENDING: RuleSection = {
  title: "Recherches de médecin traitant",
  fields: [
    {
      path: "attending_doctor.weights.long_term_illness",
      label: "Points pour une ALD",
      unit: "points",
    },
    {
      path: "attending_doctor.weights.from_80",
      label: "Points à 80 ans et plus",
      unit: "points",
    },
    {
      path: "attending_doctor.weights.from_70",
      label: "Points de 70 à 79 ans",
      unit: "points",
    },
    {
      path: "attending_doctor.weights.home_visit",
      label: "Points si la personne est vue à domicile seulement",
      unit: "points",
    },
    {
      path: "attending_doctor.weights.social_cover",
      label: "Points pour la C2S ou l’AME",
      unit: "points",
    },
    {
      path: "attending_doctor.weights.pregnancy",
      label: "Points pour une grossesse",
      unit: "points",
    },
    {
      path: "attending_doctor.weights.disability",
      label: "Points pour un handicap",
      unit: "points",
    },
    {
      path: "attending_doctor.weights.recent_discharge",
      label: "Points après une sortie d’hôpital récente",
      unit: "points",
    },
    {
      path: "attending_doctor.weights.per_period",
      label: "Points par période d’attente",
      unit: "points",
    },
    {
      path: "attending_doctor.weights.waiting_at_most",
      label: "L’attente donne au plus",
      unit: "points",
    },
    {
      path: "attending_doctor.period_days",
      label: "Une période d’attente dure",
      unit: "jours",
    },
    {
      path: "attending_doctor.recent_discharge_days",
      label: "Une sortie d’hôpital est récente pendant",
      unit: "jours",
    },
    {
      path: "attending_doctor.high_from",
      label: "La priorité est haute à partir de",
      unit: "points",
    },
    {
      path: "attending_doctor.medium_from",
      label: "La priorité est moyenne à partir de",
      unit: "points",
    },
    {
      path: "attending_doctor.answer_days",
      label: "Chaque médecin a pour répondre",
      unit: "jours",
    },
    {
      path: "attending_doctor.reminder_days",
      label: "Il est rappelé après",
      unit: "jours",
    },
    {
      path: "attending_doctor.refusals_at_most",
      label: "La coordination décide après",
      unit: "refus",
    },
    {
      path: "attending_doctor.escalate_after_days",
      label: "La CPAM est proposée au plus tard après",
      unit: "jours",
    },
    {
      path: "attending_doctor.contact_tries",
      label: "La demande s’arrête après, chacun un autre jour",
      unit: "appels en vain",
    },
    {
      path: "attending_doctor.still_looking_months",
      label: "« Cherche encore ? » est demandé tous les",
      unit: "mois",
    },
    {
      path: "attending_doctor.still_looking_answer_days",
      label: "Sans réponse, la demande se ferme après",
      unit: "jours",
    },
    {
      path: "attending_doctor.undeclared_days",
      label:
        "Acceptée ou vue, sans déclaration, la coordination est prévenue après (0\u00a0: jamais)",
      unit: "jours",
    },
    {
      path: "attending_doctor.declared_days",
      label: "Une fois déclarée, la demande se ferme après",
      unit: "jours",
    },
    {
      path: "attending_doctor.open_months_at_most",
      label: "Jamais ouverte, sans renouvellement, plus de",
      unit: "mois",
    },
    {
      path: "retention.attending_doctor_months",
      label: "L’identité est effacée, après la fin de la demande, au bout de",
      unit: "mois",
    },
  ],
};
