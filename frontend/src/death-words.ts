import type { CertificateChannel, DeathClosedBy, DeathCorrectionReason } from "./api";

/** The French words of deaths that the thread says too: apart from the others, for the screens without them. */

/** Who certified, or saw to it, outside of the network. */
export const CLOSED_BY: Record<DeathClosedBy, string> = {
  samu: "Le SAMU s’en est chargé",
  requisition: "Un médecin a été réquisitionné",
  other_doctor: "Un autre médecin est venu",
  other: "Autre, sans détail",
};

export const CHANNEL: Record<CertificateChannel, string> = {
  electronic: "CertDc",
  paper: "Papier",
};

/** Why what ended is corrected. */
export const CORRECTION_REASON: Record<DeathCorrectionReason, string> = {
  typed_wrong: "Erreur de saisie",
  said_late: "Saisi après coup",
  wrong_act: "Mauvais bouton",
  learnt_since: "Appris depuis",
  other: "Autre, sans détail",
};
