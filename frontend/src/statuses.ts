import type {
  AgendaSlotState,
  AppointmentState,
  AttendingDoctorState,
  DeathCertificationState,
  DeliveryState,
  DischargeLineState,
  HospitalDischargeState,
  OfferState,
  SasTransmissionState,
  SecondOpinionState,
  TeleconsultationState,
  UnscheduledCareState,
  WebhookDeliveryState,
  WebhookEndpointState,
} from "./api";
import type { Shape } from "./ui/StatusShape";

/** The shape and the French words of every state of every lifecycle, in one exhaustive map. */

export type StatusWord = {
  shape: Shape;
  /** The word alone. */
  word: string;
  /** The same with what is known of it, between braces: `Rendez-vous {hour}`. */
  detailed?: string;
};

/** What a coordinator sees of an offer made to someone else: `OfferState`, with pending told apart. */
export type SolicitationState = "not_seen" | "seen" | Exclude<OfferState, "pending">;

/** A place of care or a machine, as the clock finds it. */
export type PlaceState = "open" | "closed" | "silent";

export type LifecycleStates = {
  offer: OfferState;
  solicitation: SolicitationState;
  unscheduled_care: UnscheduledCareState;
  death_certification: DeathCertificationState;
  attending_doctor: AttendingDoctorState;
  second_opinion: SecondOpinionState;
  hospital_discharge: HospitalDischargeState;
  discharge_line: DischargeLineState;
  teleconsultation: TeleconsultationState;
  appointment: AppointmentState;
  agenda_slot: AgendaSlotState;
  delivery: DeliveryState;
  sas_transmission: SasTransmissionState;
  webhook_endpoint: WebhookEndpointState;
  webhook_delivery: WebhookDeliveryState;
  place: PlaceState;
};

export type LifecycleName = keyof LifecycleStates;

export const STATUS: { [L in LifecycleName]: Record<LifecycleStates[L], StatusWord> } = {
  offer: {
    pending: { shape: "you", word: "À vous" },
    accepted: { shape: "agreed", word: "Acceptée" },
    declined: { shape: "off", word: "Déclinée" },
    lapsed: { shape: "off", word: "Délai passé" },
    withdrawn: { shape: "away", word: "Déjà pourvue", detailed: "Déjà pourvue à {hour}" },
  },
  solicitation: {
    not_seen: { shape: "draft", word: "Pas encore vu" },
    seen: { shape: "wait", word: "Vu", detailed: "Vu {hour}" },
    accepted: { shape: "agreed", word: "Accepté" },
    declined: { shape: "off", word: "Décliné" },
    lapsed: { shape: "off", word: "Délai passé" },
    withdrawn: { shape: "away", word: "Déjà pourvue" },
  },
  unscheduled_care: {
    to_complete: { shape: "draft", word: "À compléter" },
    redirected_15: { shape: "away", word: "Orientée vers le 15" },
    qualified: { shape: "wait", word: "Prête" },
    attending_doctor_asked: { shape: "wait", word: "Médecin traitant sollicité" },
    wave_1: { shape: "w1", word: "Vague 1", detailed: "Vague 1 sur {count}" },
    wave_2: { shape: "w2", word: "Vague 2", detailed: "Vague 2 sur {count}" },
    wave_3: { shape: "w3", word: "Vague 3", detailed: "Vague 3 sur {count}" },
    wave_4: { shape: "w3", word: "Vague 4", detailed: "Vague 4 sur {count}" },
    slot_held: { shape: "soon", word: "Créneau gardé", detailed: "Créneau gardé {minutes}" },
    appointment_confirmed: {
      shape: "agreed",
      word: "Rendez-vous fixé",
      detailed: "Rendez-vous {hour}",
    },
    fulfilled: { shape: "done", word: "Venu" },
    no_show: { shape: "miss", word: "Non venu" },
    cancelled_professional: { shape: "w1", word: "Relancée, médecin désisté" },
    no_solution: { shape: "you", word: "Personne n’a répondu" },
    closed_elsewhere: { shape: "away", word: "Close hors CPTS" },
    cancelled: { shape: "off", word: "Annulée" },
  },
  death_certification: {
    to_complete: { shape: "draft", word: "À compléter" },
    out_of_scope: { shape: "away", word: "Hors champ" },
    duplicate: { shape: "dup", word: "Doublon" },
    death_qualified: { shape: "wait", word: "Reçue" },
    first_doctor_asked: { shape: "wait", word: "Médecin traitant sollicité" },
    rota_asked: { shape: "w1", word: "Astreinte sollicitée" },
    volunteers_asked: { shape: "w2", word: "Tous les volontaires sollicités" },
    nobody_found: { shape: "you", word: "Personne n’a répondu" },
    accepted: { shape: "agreed", word: "Acceptée", detailed: "Arrivée vers {hour}" },
    en_route: { shape: "travel", word: "En route", detailed: "En route, vers {hour}" },
    on_site: { shape: "agreed", word: "Sur place" },
    certified: { shape: "done", word: "Certificat fait" },
    obstacle_reported: { shape: "away", word: "Obstacle signalé" },
    samu_asked: { shape: "away", word: "SAMU prévenu" },
    closed_externally: { shape: "away", word: "Réglée autrement" },
    requisitioned: { shape: "away", word: "Réquisition" },
    request_cancelled: { shape: "off", word: "Annulée" },
  },
  attending_doctor: {
    submitted: { shape: "draft", word: "À vérifier" },
    to_complete: { shape: "draft", word: "À compléter" },
    duplicate: { shape: "dup", word: "Doublon" },
    outside_territory: { shape: "away", word: "Hors territoire" },
    waiting: { shape: "wait", word: "Prête à proposer" },
    proposed: { shape: "w1", word: "Proposée", detailed: "Proposée, {duration}" },
    handed_back: { shape: "you", word: "CPAM proposée", detailed: "{count} refus, à vous" },
    cpam_asked: { shape: "away", word: "Passée à la CPAM" },
    doctor_accepted: { shape: "agreed", word: "Acceptée" },
    first_appointment: { shape: "agreed", word: "Premier rendez-vous fixé" },
    declared: { shape: "done", word: "Déclaration faite" },
    doctor_found: { shape: "done", word: "Médecin trouvé" },
    found_elsewhere: { shape: "away", word: "Trouvé ailleurs" },
    request_withdrawn: { shape: "off", word: "Retirée" },
    opposition: { shape: "off", word: "Opposition" },
    unreachable: { shape: "miss", word: "Injoignable" },
    deceased: { shape: "off", word: "Décès" },
    moved_away: { shape: "away", word: "Déménagement" },
    no_longer_looking: { shape: "off", word: "Sans réponse" },
  },
  second_opinion: {
    opinion_filed: { shape: "wait", word: "Prête" },
    colleague_asked: { shape: "wait", word: "Confrère sollicité" },
    group_asked: { shape: "w1", word: "Groupe sollicité" },
    specialty_asked: { shape: "w2", word: "Toute la spécialité sollicitée" },
    opinion_unanswered: { shape: "you", word: "Personne n’a répondu" },
    opinion_taken: { shape: "agreed", word: "Prise, réponse à venir" },
    detail_asked: { shape: "pause", word: "Précision demandée" },
    opinion_given: { shape: "done", word: "Avis rendu" },
    opinion_appointment: {
      shape: "agreed",
      word: "Rendez-vous donné",
      detailed: "Rendez-vous {hour}",
    },
    opinion_closed: { shape: "done", word: "Close" },
    opinion_cancelled: { shape: "off", word: "Annulée" },
    opinion_closed_elsewhere: { shape: "away", word: "Close hors CPTS" },
  },
  hospital_discharge: {
    to_complete: { shape: "draft", word: "À compléter" },
    searching: { shape: "wait", word: "Recherche en cours" },
    partly_found: { shape: "soon", word: "En partie trouvé" },
    all_found: { shape: "agreed", word: "Tout est trouvé" },
    hospital_confirmed: { shape: "agreed", word: "Confirmée par le service" },
    postponed: { shape: "soon", word: "Reportée, à reconfirmer" },
    went_home: { shape: "travel", word: "Rentrée à domicile" },
    followed_up: { shape: "agreed", word: "Vérifiée une fois" },
    settled_at_home: { shape: "done", word: "En place" },
    discharge_cancelled: { shape: "off", word: "Annulée" },
    deceased: { shape: "off", word: "Personne décédée" },
    handed_to_dac: { shape: "away", word: "Orientée vers le DAC" },
    handed_to_prado: { shape: "away", word: "Orientée vers PRADO" },
  },
  discharge_line: {
    line_waiting: { shape: "draft", word: "Pas encore partie" },
    line_searching: { shape: "wait", word: "Recherche en cours" },
    line_by_phone: { shape: "you", word: "Par téléphone" },
    line_nobody_found: { shape: "miss", word: "Personne n’a répondu" },
    line_found: { shape: "agreed", word: "Trouvé" },
    line_to_reconfirm: { shape: "soon", word: "Nouvelle date à confirmer" },
    line_settled: { shape: "agreed", word: "Trouvé par téléphone" },
    line_dropped: { shape: "off", word: "Retiré" },
  },
  teleconsultation: {
    requested: { shape: "draft", word: "Demandée" },
    redirected_15: { shape: "away", word: "Orientée vers le 15" },
    redirected_face_to_face: { shape: "away", word: "Orientée en présentiel" },
    usual_doctor_asked: { shape: "wait", word: "Médecin traitant sollicité" },
    network_asked: { shape: "w1", word: "Médecins du territoire sollicités" },
    nobody_found: { shape: "you", word: "Personne n’a répondu" },
    confirmed: { shape: "agreed", word: "Réservée", detailed: "Réservée, {hour}" },
    checked_in: { shape: "wait", word: "Arrivée, attend" },
    in_progress: { shape: "travel", word: "En cours" },
    interrupted: { shape: "soon", word: "Vidéo coupée" },
    rescheduled: { shape: "away", word: "Reprogrammée" },
    finished: { shape: "done", word: "Terminée" },
    no_show: { shape: "miss", word: "Non venue" },
    released: { shape: "off", word: "Heure libérée" },
    cancelled: { shape: "off", word: "Annulée" },
  },
  appointment: {
    booked: { shape: "agreed", word: "Pris" },
    fulfilled: { shape: "done", word: "Venu" },
    no_show: { shape: "miss", word: "Non venu" },
    cancelled: { shape: "off", word: "Annulé" },
    moved: { shape: "away", word: "Déplacé" },
  },
  agenda_slot: {
    free: { shape: "open", word: "Libre" },
    held: { shape: "soon", word: "Gardé", detailed: "Gardé {minutes}" },
    booked: { shape: "agreed", word: "Pris" },
    closed: { shape: "closed", word: "Fermé" },
    elsewhere: { shape: "away", word: "Occupé ailleurs" },
    past: { shape: "off", word: "Passé" },
    full: { shape: "closed", word: "Complet" },
  },
  delivery: {
    queued: { shape: "wait", word: "En attente", detailed: "En attente, essai {count} à {hour}" },
    sent: { shape: "wait", word: "Parti" },
    delivered: { shape: "agreed", word: "Remis", detailed: "Remis à {hour}" },
    read: { shape: "done", word: "Lu", detailed: "Lu à {hour}" },
    failed: { shape: "crit", word: "Échec", detailed: "Échec, {count} essais" },
  },
  sas_transmission: {
    waiting: { shape: "wait", word: "En attente", detailed: "En attente, essai {count} {hour}" },
    sent: { shape: "done", word: "Reçu", detailed: "Reçu {hour}" },
    failed: { shape: "crit", word: "Refusé" },
  },
  webhook_endpoint: {
    active: { shape: "open", word: "Actif" },
    paused: { shape: "wait", word: "En pause" },
    disabled: { shape: "crit", word: "Arrêté" },
  },
  webhook_delivery: {
    waiting: { shape: "wait", word: "En attente", detailed: "En attente, essai {count} {hour}" },
    delivered: { shape: "done", word: "Reçu", detailed: "Reçu {hour}" },
    failed: { shape: "crit", word: "En échec" },
  },
  place: {
    open: { shape: "open", word: "Ouvert", detailed: "Ouvert jusqu’à {hour}" },
    closed: { shape: "closed", word: "Fermé", detailed: "Ouvre à {hour}" },
    silent: { shape: "soon", word: "Muette", detailed: "Muette, {duration}" },
  },
};

export type StatusValues = { hour?: string; minutes?: string; duration?: string; count?: number };

/**
 * The words of a state, with what is known of it put in. When one of the values that the detailed
 * words need is missing, the bare word is said rather than a sentence with a hole.
 */
export function statusWord<L extends LifecycleName>(
  lifecycle: L,
  state: LifecycleStates[L],
  values: StatusValues = {},
): StatusWord {
  const known: StatusWord = STATUS[lifecycle][state];
  if (known.detailed === undefined) return known;
  let complete = true;
  const filled = known.detailed.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = values[key as keyof StatusValues];
    if (value === undefined) complete = false;
    return String(value);
  });
  return complete ? { ...known, word: filled } : known;
}
