import type { WebhookDisabledReason, WebhookEventType } from "../../api";

/** The steps that software may be told of, in the order in which they happen. */
export const WEBHOOK_EVENT: Record<WebhookEventType, string> = {
  "death_certification.received": "Demande reçue",
  "death_certification.offered": "Professionnels sollicités",
  "death_certification.accepted": "Acceptée",
  "death_certification.en_route": "En route",
  "death_certification.arrived": "Sur place",
  "death_certification.certified": "Décès constaté",
  "death_certification.obstacle": "Obstacle médico-légal",
  "death_certification.withdrawn": "Désistement, recherche reprise",
  "death_certification.escalated": "À la coordination, ou au SAMU",
  "death_certification.cancelled": "Annulée",
  "death_certification.closed": "Close",
  "death_certification.corrected": "Corrigée une fois close",
  "teleconsultation.requested": "Téléconsultation demandée",
  "teleconsultation.redirected": "Téléconsultation\u00a0: motif orienté ailleurs",
  "teleconsultation.confirmed": "Téléconsultation réservée",
  "teleconsultation.moved": "Téléconsultation déplacée",
  "teleconsultation.checked_in": "Téléconsultation\u00a0: personne arrivée",
  "teleconsultation.started": "Téléconsultation commencée",
  "teleconsultation.interrupted": "Téléconsultation coupée",
  "teleconsultation.finished": "Téléconsultation terminée",
  "teleconsultation.no_show": "Téléconsultation\u00a0: non venue",
  "teleconsultation.released": "Téléconsultation\u00a0: heure libérée",
  "teleconsultation.cancelled": "Téléconsultation annulée",
  "teleconsultation.nobody_found": "Téléconsultation\u00a0: personne n’a répondu",
  "teleconsultation.closed": "Téléconsultation close",
};

export const WEBHOOK_EVENTS = Object.keys(WEBHOOK_EVENT) as WebhookEventType[];

/** Why the server calls an address no more. */
export const WEBHOOK_DISABLED: Record<WebhookDisabledReason, string> = {
  gone: "Le logiciel a répondu qu’il ne veut plus rien recevoir.",
  failing: "Rien n’y a été reçu depuis cinq jours.",
};
