import type { RuleSection } from "./fields";

/** The slots that can be taken, and what an absence does with them. */
export const SLOTS: RuleSection = {
  title: "Créneaux",
  fields: [
    { path: "availability.hold_minutes", label: "Un créneau choisi est gardé", unit: "min" },
    {
      path: "availability.min_delay_minutes",
      label: "Un créneau ne se prend plus avant son début, de",
      unit: "min",
    },
    {
      path: "availability.max_delay_days",
      label: "Un créneau se prend au plus tôt",
      unit: "jours avant",
    },
    {
      path: "availability.outside_refresh_minutes",
      label: "Un agenda extérieur est relu toutes les",
      unit: "min",
    },
    {
      path: "availability.outside_failures",
      label: "Son propriétaire est prévenu après",
      unit: "échecs de suite",
    },
    {
      path: "availability.absence_earlier_hours",
      label: "Une absence déplace un rendez-vous plus tôt, d’au plus",
      unit: "h",
    },
    {
      path: "availability.absence_later_hours",
      label: "Ou plus tard, d’au plus",
      unit: "h",
    },
    {
      path: "availability.absence_notice_minutes",
      label: "Et jamais avant, pour pouvoir prévenir la personne",
      unit: "min",
    },
  ],
};

/** What follows a time that was taken: an earlier one, reminders, somebody who did not come. */
export const APPOINTMENTS: RuleSection = {
  title: "Rendez-vous",
  fields: [
    {
      path: "appointments.earlier_proposals",
      label: "Créneaux plus tôt proposés à qui attend, au plus",
      unit: "fois",
    },
    {
      path: "appointments.earlier_gap_hours",
      label: "D’une proposition à la suivante, au moins",
      unit: "h",
    },
    {
      path: "appointments.earlier_before_minutes",
      label: "Rien n’est proposé avant un créneau à moins de",
      unit: "min",
    },
    {
      path: "appointments.earlier_gain_minutes",
      label: "Un créneau est proposé s’il avance le rendez-vous d’au moins",
      unit: "min",
    },
    {
      path: "appointments.earlier_answer_minutes",
      label: "Le créneau proposé est gardé",
      unit: "min",
    },
    {
      path: "appointments.first_reminder_hours",
      label: "Premier rappel à qui a demandé, avant le rendez-vous",
      unit: "h",
      help: "0\u00a0: aucun.",
    },
    {
      path: "appointments.last_reminder_hours",
      label: "Dernier rappel, avant le rendez-vous",
      unit: "h",
      help: "0\u00a0: aucun.",
    },
    {
      path: "appointments.day_list_at",
      label: "La veille, les professionnels sont prévenus de leur journée à",
      unit: "",
      time: true,
    },
    {
      path: "appointments.no_show_months",
      label: "Les absences aux rendez-vous comptent pendant",
      unit: "mois",
    },
    {
      path: "appointments.no_show_limit",
      label: "Le rendez-vous suivant se confirme par téléphone dès",
      unit: "absences",
      help: "Jamais un refus.",
    },
    {
      path: "appointments.no_show_calls",
      label: "Après une absence, on rappelle au plus",
      unit: "fois",
    },
  ],
};
