import type { TeleconsultationReason } from "../../api";
import { TELECONSULTATION_REASON } from "../../teleconsultation-words";
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

/** The clocks of a booking, and of a kiosk. */
export const TELECONSULTATION_BOOKINGS: RuleSection = {
  title: "Réservations de téléconsultation",
  fields: [
    {
      path: "teleconsultation_bookings.hold_minutes",
      label: "Une heure choisie est gardée pendant",
      unit: "min",
    },
    {
      path: "teleconsultation_bookings.usual_doctor_minutes",
      label: "Le médecin traitant est sollicité seul pendant",
      unit: "min",
    },
    {
      path: "teleconsultation_bookings.network_minutes",
      label: "Les médecins du territoire sont sollicités pendant",
      unit: "min",
    },
    {
      path: "teleconsultation_bookings.soon_minutes",
      label: "« Dès que possible » veut dire en moins de",
      unit: "min",
    },
    {
      path: "teleconsultation_bookings.walk_in_hours",
      label: "Le médecin traitant est appelé d’abord si cela commence dans moins de",
      unit: "h",
    },
    {
      path: "teleconsultation_bookings.late_minutes",
      label: "Une personne en retard est attendue",
      unit: "min",
      help: "Ensuite, l’heure peut aller à qui attend.",
    },
    {
      path: "teleconsultation_bookings.no_show_minutes",
      label: "Une personne n’est pas venue après",
      unit: "min",
    },
    {
      path: "teleconsultation_bookings.silent_minutes",
      label: "Une borne est muette après",
      unit: "min",
    },
    {
      path: "teleconsultation_bookings.skew_seconds",
      label: "L’horloge d’une borne est fausse au-delà de",
      unit: "s",
    },
    {
      path: "retention.teleconsultation_months",
      label: "L’identité est effacée, après la fin, au bout de",
      unit: "mois",
    },
  ],
};

/** Where each reason leads, in the order of the list that a person reads. */
export const REFUSED_REASONS: RuleSection = {
  title: "Motifs de téléconsultation",
  intro: "Ce qui ne se traite pas par vidéo ici. À valider par les médecins de la CPTS.",
  fields: (Object.keys(TELECONSULTATION_REASON) as TeleconsultationReason[]).map((reason) => ({
    path: `teleconsultation_bookings.refused_reasons.${reason}`,
    label: TELECONSULTATION_REASON[reason],
    unit: "",
    reason,
  })),
};

/** What becomes of a reason; nothing: it is accepted. */
export const LEADS_TO = {
  "": "accepté",
  the_15: "vers le 15",
  face_to_face: "à voir en personne",
} as const;
