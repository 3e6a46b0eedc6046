import type { TeleconsultationReason } from "../../api";
import { APPOINTMENTS, SLOTS } from "./appointment-fields";
import { ATTENDING } from "./attending-fields";
import { DEATHS, ROTA } from "./death-fields";
import { DISCHARGES } from "./discharge-fields";
import { OPINIONS } from "./opinion-fields";
import {
  REFUSED_REASONS,
  TELECONSULTATION,
  TELECONSULTATION_BOOKINGS,
} from "./teleconsultation-fields";

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
  /** Where a reason leads that is not accepted by video; it is one of a list, not a value of its own. */
  reason?: TeleconsultationReason;
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
  ATTENDING,
  OPINIONS,
  DISCHARGES,
  TELECONSULTATION,
  TELECONSULTATION_BOOKINGS,
  REFUSED_REASONS,
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
  SLOTS,
  APPOINTMENTS,
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
  ROTA,
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
      {
        path: "retention.audit_trail_months",
        label: "Une ligne des traces est effacée au bout de",
        unit: "mois",
      },
      {
        path: "retention.member_months",
        label: "Un membre parti est effacé au bout de",
        unit: "mois",
        help: "Son compte et ce qu’il a dit de lui. Les chiffres restent.",
      },
      {
        path: "retention.event_months",
        label: "Une demande finie ne nomme plus personne au bout de",
        unit: "mois",
        help: "Ni qui a demandé, ni qui est venu. Les chiffres restent.",
      },
    ],
  },
];

export const FIELDS = SECTIONS.flatMap((section) => section.fields);
