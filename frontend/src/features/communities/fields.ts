import { DEATHS } from "./death-fields";

/** The rules that are one number, one hour, or yes or no, by section, with their words. Bounds are the server's. */

export type RuleField = {
  /** Where it is in the document, as the server names it in an error. */
  path: string;
  label: string;
  unit: string;
  help?: string;
  /** An hour of the day rather than a number. */
  time?: boolean;
  /** Yes or no rather than a number. */
  flag?: boolean;
};

export type RuleSection = { title: string; intro?: string; fields: RuleField[] };

export const SECTIONS: RuleSection[] = [
  {
    title: "Soins non programmés",
    fields: [
      {
        path: "unscheduled_care.coordinator_after_minutes",
        label: "La coordination reprend la main au plus tard après",
        unit: "min",
      },
      {
        path: "unscheduled_care.coordinator_before_deadline_minutes",
        label: "Ou avant l’échéance souhaitée, de",
        unit: "min",
        help: "Le premier des deux qui arrive.",
      },
      {
        path: "unscheduled_care.two_day_factor",
        label: "Délais multipliés, pour une demande sous 48 h, par",
        unit: "fois",
      },
      {
        path: "unscheduled_care.confirmation_minutes",
        label: "Temps pour confirmer le rendez-vous avec la personne",
        unit: "min",
      },
    ],
  },
  DEATHS,
  {
    title: "Sollicitations",
    intro: "Ce que chacun n’a pas réglé pour soi.",
    fields: [
      {
        path: "dispatch.quiet_hours.from_time",
        label: "Heures calmes, de",
        unit: "",
        time: true,
        help: "Deux heures égales\u00a0: jamais d’heures calmes.",
      },
      {
        path: "dispatch.quiet_hours.to_time",
        label: "Heures calmes, jusqu’à",
        unit: "",
        time: true,
      },
      {
        path: "dispatch.weekly_cap",
        label: "Plafond d’acceptations par semaine",
        unit: "par semaine",
      },
      {
        path: "dispatch.fairness_days",
        label: "Le partage équitable regarde en arrière",
        unit: "jours",
      },
    ],
  },
  {
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
  },
  {
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
  },
  {
    title: "Annuaire",
    intro: "Ce que chacun dit de soi vieillit\u00a0: on le lui redemande.",
    fields: [
      {
        path: "directory.confirm_days",
        label: "Une fiche est à confirmer de nouveau après",
        unit: "jours",
      },
      {
        path: "directory.remind_again_days",
        label: "Une seule relance, au bout de",
        unit: "jours",
      },
      {
        path: "directory.unverified_days",
        label: "Sans réponse, la fiche est dite non vérifiée après",
        unit: "jours",
      },
      {
        path: "directory.unverified_km",
        label: "Elle compte alors, dans une recherche, comme plus loin de",
        unit: "km",
        help: "0\u00a0: son rang ne change pas.",
      },
      {
        path: "directory.new_patients_days",
        label: "«\u00a0Prend de nouveaux patients\u00a0» vaut pendant",
        unit: "jours",
      },
      {
        path: "directory.newcomer_days",
        label: "On est nouveau venu pendant",
        unit: "jours",
      },
      {
        path: "directory.import_late_days",
        label: "Le répertoire national est dit en retard après",
        unit: "jours",
      },
    ],
  },
  {
    title: "Messages",
    fields: [
      {
        path: "notifications.summary_at",
        label: "Le résumé du jour part à",
        unit: "",
        time: true,
        help: "À qui le souhaite, s’il y a quelque chose à dire.",
      },
    ],
  },
  {
    title: "Constatations de décès",
    intro: "L’astreinte voulue : ce qui manque est signalé d’avance.",
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
  },
  {
    title: "Jours particuliers",
    intro: "Ce que l’ARS a décidé pour le territoire. Les honoraires affichés restent indicatifs.",
    fields: [
      {
        path: "calendars.pdsa_saturday",
        label: "La permanence des soins commence le samedi à midi",
        unit: "",
        flag: true,
      },
      {
        path: "calendars.pdsa_bridges",
        label: "La permanence des soins couvre les ponts en journée",
        unit: "",
        flag: true,
        help: "Lundi avant un jour férié, vendredi et samedi après.",
      },
      {
        path: "calendars.saturday_after_thursday",
        label: "Le samedi qui suit un jeudi férié est aussi un pont",
        unit: "",
        flag: true,
      },
      {
        path: "calendars.sas_bridges",
        label: "Le SAS répond les jours de pont",
        unit: "",
        flag: true,
      },
      {
        path: "calendars.fragile_zone",
        label: "Le territoire est en zone fragile",
        unit: "",
        flag: true,
        help: "Le forfait d’un certificat de décès vaut alors à toute heure.",
      },
    ],
  },
  {
    title: "Sessions et conservation",
    fields: [
      {
        path: "sessions.idle_minutes",
        label: "Une session se ferme sans activité après",
        unit: "min",
      },
      {
        path: "sessions.invitation_days",
        label: "Le lien d’une invitation sert pendant",
        unit: "jours",
      },
      {
        path: "retention.unscheduled_care_months",
        label: "L’identité est effacée, après la fin d’une demande, au bout de",
        unit: "mois",
      },
    ],
  },
];

export const FIELDS = SECTIONS.flatMap((section) => section.fields);
