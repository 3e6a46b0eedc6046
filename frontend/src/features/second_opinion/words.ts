import type {
  AttendingTold,
  OpinionCancellationReason,
  OpinionSolution,
  SecondOpinionRequest,
} from "../../api";
import { AGE_BAND } from "../../words";

/** The French words of what only a request for an opinion says. */

export const CANCELLATION: Record<OpinionCancellationReason, string> = {
  not_needed: "L’avis n’est plus utile",
  answered_elsewhere: "La réponse est venue d’ailleurs",
  worsened: "L’état de la personne a changé",
  mistake: "Demande faite par erreur",
  other: "Autre, sans détail",
};

export const OPINION_SOLUTION: Record<OpinionSolution, string> = {
  hospital: "Adressée à l’hôpital",
  outside_territory: "Un confrère hors du territoire",
  teleexpertise: "Téléexpertise",
  given_back: "Rendue à qui demandait",
  other: "Autre, sans détail",
};

const TOLD: Record<AttendingTold, string> = {
  none: "non connu de qui demande",
  asker: "à l’origine de la demande",
  platform: "prévenu ici dès la réponse",
  to_pass_on: "n’est pas membre ici\u00a0: qui demande lui transmet la réponse",
};

/** "Dr Camille Aubertin, prévenu ici dès la réponse"; of whom only the circle knows, no name is told. */
export function attendingWords(request: SecondOpinionRequest): string {
  const { attending_professional: doctor, attending_told: told, passed_on } = request;
  if (!doctor) return request.attending_doctor_status === "none" ? "aucun" : TOLD.none;
  return `${doctor.name}, ${passed_on ? "réponse transmise par qui demandait" : TOLD[told]}`;
}

/** Whom it was put to: "Dr Anne Roblin", "Filière cardiologie". */
export function askedWords({ colleague, group_name }: SecondOpinionRequest): string {
  return colleague?.name ?? group_name ?? "Toute la spécialité";
}

/** "adulte 60–69 ans, Le Plateau". */
export function personWords(request: SecondOpinionRequest): string {
  const { age_band, sector, commune_name } = request;
  return [age_band && AGE_BAND[age_band], sector ?? commune_name].filter(Boolean).join(", ");
}
