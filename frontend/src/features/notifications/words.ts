import type {
  CaseKind,
  DeliveryChannel,
  NotificationFamily,
  NotificationKind,
  TrialChannel,
} from "../../api";

/** The French words of messages, of what they are about and of the ways they take. */

/** What a message says happened. */
export const NOTIFICATION_KIND: Record<NotificationKind, string> = {
  offer_made: "Une demande attend votre réponse",
  delegated_offer: "Une demande attend une réponse de votre secrétariat",
  offer_reminder: "Une demande attend toujours votre réponse",
  offer_taken: "La demande est déjà pourvue",
  offer_withdrawn: "La demande n’est plus à pourvoir",
  request_accepted: "Quelqu’un a accepté",
  request_widened: "La demande est passée au réseau",
  request_needs_coordinator: "Une demande vous attend",
  appointment_confirmed: "Le rendez-vous est confirmé",
  professional_withdrew: "Le professionnel s’est désisté",
  confirmation_overdue: "Le rendez-vous n’est pas encore confirmé",
  request_closed: "La demande est close",
  request_corrected: "Une demande est corrigée",
  message_posted: "Un message sur le fil",
  care_circle_changed: "Un cercle de soins a changé",
  assigned: "Une demande vous est attribuée",
  identity_read: "Une identité a été lue avec un motif",
  trail_broken: "Le journal des accès est touché",
  factors_changed: "Votre double authentification a changé",
  code_tried_again: "Un code déjà utilisé a été essayé",
  password_changed: "Votre mot de passe a été changé",
  new_device: "Connexion sur un autre appareil",
  outside_calendar_lost: "Un de vos agendas ne se lit plus",
  appointment_booked: "Un rendez-vous est pris dans votre agenda",
  appointment_cancelled: "Un rendez-vous est annulé",
  delegated_appointment: "Un agenda que vous tenez a changé",
  appointment_moved: "Le rendez-vous est déplacé",
  appointment_reminder: "Rappel de rendez-vous",
  day_ahead: "Vos rendez-vous du prochain jour",
  earlier_time: "Un créneau plus tôt se libère",
  no_show_to_follow: "Une personne n’est pas venue, à rappeler",
  people_to_call: "Une absence laisse des personnes à appeler",
  replacement_named: "Un remplacement vous est confié",
  member_left: "Un membre n’exerce plus ici",
  page_to_confirm: "Votre fiche est-elle toujours juste\u00a0?",
  welcomed: "On vous souhaite la bienvenue",
  invited: "Invitation",
  daily_summary: "Votre résumé du jour",
  trial: "Un essai",
  webhook_disabled: "Un logiciel ne reçoit plus rien",
  certifier_on_the_way: "Quelqu’un est en route",
  death_delay: "Une constatation de décès attend depuis longtemps",
  attending_doctor_delay: "Une recherche de médecin traitant vous attend",
  discharge_postponed: "La date d’une sortie d’hôpital change",
  discharge_confirmed: "Le service confirme une sortie d’hôpital",
  hospital_call_due: "Une sortie d’hôpital sans infirmier approche",
  home_check_due: "Un retour à domicile est à vérifier",
  discharge_handed_over: "Un retour à domicile vous est confié, appelez la coordination",
  death_rota_gap: "Il manque quelqu’un à l’astreinte des décès",
  opinion_given: "Un avis vous est rendu",
  opinion_detail_asked: "Une précision vous est demandée",
  opinion_detail_given: "La précision demandée est arrivée",
  opinion_overdue: "Un avis attend toujours",
  kiosk_silent: "Une borne ne répond plus",
  assistant_missing: "Personne pour assister une téléconsultation",
};

/** What is proposed, when it is not unscheduled care. */
export const OFFER_OF_KIND: Partial<Record<CaseKind, string>> = {
  attending_doctor: "Un patient cherche un médecin traitant",
  second_opinion: "Un confrère demande votre avis",
  hospital_discharge: "Une sortie d’hôpital attend votre réponse",
  death_certification: "Un décès est à constater",
};

/** What messages are about, and what they tell. */
export const NOTIFICATION_FAMILY: Record<NotificationFamily, { title: string; about: string }> = {
  offers: {
    title: "Sollicitations",
    about: "Une demande vous est proposée, ou vous est attribuée.",
  },
  delegated_offers: {
    title: "Sollicitations de vos médecins",
    about:
      "Une demande est proposée à un professionnel qui vous laisse répondre pour lui, ou son agenda change.",
  },
  requests: {
    title: "Mes demandes",
    about: "Quelqu’un a accepté, s’est désisté, a écrit ; un créneau plus tôt se libère.",
  },
  coordination: {
    title: "Coordination",
    about: "Une demande revient à la coordination.",
  },
  agenda: {
    title: "Rendez-vous",
    about: "Un rendez-vous est pris, confirmé, déplacé, annulé, ou approche.",
  },
};

export const TRIAL_CHANNEL: Record<TrialChannel, string> = {
  email: "Par e-mail",
  sms: "Par SMS",
  push: "Par notification",
};

export const DELIVERY_CHANNEL: Record<DeliveryChannel, string> = {
  screen: "Écran",
  email: "E-mail",
  sms: "SMS",
  push: "Notification",
};
