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
};

export const WEBHOOK_EVENTS = Object.keys(WEBHOOK_EVENT) as WebhookEventType[];

/** Why the server calls an address no more. */
export const WEBHOOK_DISABLED: Record<WebhookDisabledReason, string> = {
  gone: "Le logiciel a répondu qu’il ne veut plus rien recevoir.",
  failing: "Rien n’y a été reçu depuis cinq jours.",
};
