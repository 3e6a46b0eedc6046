import type {
  DeathCancellationReason,
  DeathCertificationState,
  DeathFeePeriod,
  DeathFeeTime,
  DeathOutcome,
  DeathRequesterKind,
} from "../../api";
import { CLOSED_BY } from "../../death-words";
import type { Question } from "./steps";

/** The French words of what only a death request says. */

/** What is said where an answer is awaited before anybody is sent. */
export const SAFETY_WAIT: Partial<Record<Question, string>> = {
  public_place: "On ne sait pas encore si c’est un lieu ouvert au public.",
  violence: "On ne sait pas encore s’il y a quelque chose d’inhabituel.",
  identified: "On ne connaît pas encore l’identité de la personne.",
};

export const REQUESTER_KIND: Record<DeathRequesterKind, string> = {
  town_hall: "Mairie",
  national_police: "Police nationale",
  municipal_police: "Police municipale",
  gendarmerie: "Gendarmerie",
  fire_service: "Sapeurs-pompiers",
  samu: "SAMU, SAS",
  nursing_home: "EHPAD",
  home_hospital: "HAD",
  attending_doctor: "Médecin traitant",
  health_professional: "Professionnel de santé",
  funeral_operator: "Opérateur funéraire",
  family: "Famille",
};

export const CANCELLATION: Record<DeathCancellationReason, string> = {
  doctor_found: "Un médecin est déjà venu, ou vient",
  mistake: "Demande faite par erreur",
  alive: "La personne n’est pas décédée",
  other: "Autre, sans détail",
};

/** How a request really ended, as one corrects it. */
export const CORRECTED_OUTCOME: Record<DeathOutcome, string> = {
  certified: "Certificat fait",
  obstacle_reported: "Obstacle médico-légal",
  seen_to_by_other_doctor: CLOSED_BY.other_doctor,
  seen_to_by_samu: CLOSED_BY.samu,
  requisitioned: CLOSED_BY.requisition,
  seen_to_otherwise: "Réglée autrement, sans détail",
};

export const FEE_PERIOD: Record<DeathFeePeriod, string> = {
  night: "nuit",
  saturday: "samedi",
  sunday: "dimanche",
  public_holiday: "jour férié",
  bridge: "jour de pont",
  fragile_zone: "zone fragile",
  day: "journée",
};

export const FEE_TIME: Record<DeathFeeTime, string> = {
  death: "selon l’heure du décès",
  examination: "selon l’heure de l’examen",
};

/** How a request ended, for the figures. */
export const OUTCOME: Partial<Record<DeathCertificationState, string>> = {
  certified: "Certificat fait",
  obstacle_reported: "Obstacle médico-légal",
  closed_externally: "Réglée autrement",
  requisitioned: "Réquisition",
  request_cancelled: "Annulée",
  duplicate: "Doublon",
  out_of_scope: "Hors champ",
};
