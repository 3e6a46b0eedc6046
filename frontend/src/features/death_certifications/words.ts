import type {
  CertificateChannel,
  DeathCancellationReason,
  DeathCertificationState,
  DeathClosedBy,
  DeathFeePeriod,
  DeathFeeTime,
  DeathRequesterKind,
} from "../../api";
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
