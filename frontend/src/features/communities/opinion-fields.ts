import type { RuleSection } from "./fields";

/** The delays of a request for an opinion. */
export const OPINIONS: RuleSection = {
  title: "Demandes d’avis",
  intro: "Le confrère ou le groupe d’abord, puis toute la spécialité, puis la coordination.",
  fields: [
    {
      path: "second_opinion.same_day_hours",
      label: "Réponse souhaitée dans la journée\u00a0: attendue sous",
      unit: "h",
    },
    {
      path: "second_opinion.few_days_hours",
      label: "En quelques jours\u00a0: attendue sous",
      unit: "h",
    },
    {
      path: "second_opinion.few_weeks_hours",
      label: "En quelques semaines\u00a0: attendue sous",
      unit: "h",
    },
    {
      path: "second_opinion.first_percent",
      label: "Part du délai où le confrère ou le groupe est seul sollicité",
      unit: "%",
    },
    {
      path: "second_opinion.specialty_percent",
      label: "Part du délai où toute la spécialité l’est ensuite",
      unit: "%",
      help: "Ce qui reste du délai est à la coordination.",
    },
    {
      path: "second_opinion.taken_hours",
      label: "Qui prend une demande a toujours, pour répondre, au moins",
      unit: "h",
    },
    {
      path: "second_opinion.detail_hours",
      label: "Sans la précision demandée, la coordination est prévenue après",
      unit: "h",
    },
    {
      path: "second_opinion.closes_after_days",
      label: "Une réponse dont la lecture n’est pas confirmée revient à la coordination après",
      unit: "jours",
    },
    {
      path: "retention.second_opinion_months",
      label: "L’identité, la question et la réponse sont effacées, après la fin, au bout de",
      unit: "mois",
    },
  ],
};
