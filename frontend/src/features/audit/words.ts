import type { AuditEntry, DeclineReason } from "../../api";
import { DECLINE_REASON } from "../../words";
import { composed } from "./composed";

/**
 * What a trace says was done, in French. The actions are open words of the server (`offer.accepted`),
 * not an enum of the contract: one that has no words yet is shown as it is, never hidden.
 */
const ACTION: Record<string, string> = {
  "account.closed": "A fermé un compte",
  "account.closed_again": "A fermé de nouveau un compte, après une restauration",
  "account.created": "A créé un compte",
  "account.exported": "A remis à un titulaire la copie de son compte",
  "account.erased": "A effacé le compte de qui est parti",
  "account.password_restored": "A gardé un mot de passe changé depuis, après une restauration",
  "account.role_ended_again": "A retiré de nouveau un rôle, après une restauration",
  "account.role_ended": "A retiré le rôle de qui est parti",
  "account.role_granted": "A donné un rôle",
  "attending_doctor_opposition.remembered_again":
    "A noté de nouveau des oppositions, après une restauration",
  "appointment.booked": "A pris un rendez-vous",
  "appointment.cancelled": "A annulé un rendez-vous",
  "appointment.fulfilled": "A noté : venu",
  "appointment.moved": "A déplacé un rendez-vous",
  "appointment.read_refused": "Refusé : lire un rendez-vous",
  "appointment.no_show_recorded": "A noté : non venu",
  "care_circle.consent_recorded": "A noté l’accord ou le refus d’un cercle de soins",
  "care_circle.member_added": "A ajouté à un cercle de soins",
  "care_circle.member_removed": "A retiré d’un cercle de soins",
  "care_circle.read": "A lu un cercle de soins",
  "care_circle.taken_back_again": "A vidé de nouveau un cercle de soins, après une restauration",
  "care_circle.refused": "Refusé : voir un cercle de soins",
  "case.message_posted": "A écrit sur le fil",
  "case.messages_read": "A lu les messages du fil",
  "case.released": "A rendu une demande",
  "case.taken": "A pris une demande",
  "delegation.ended_again": "A arrêté de nouveau un secrétariat, après une restauration",
  "delegation.ended": "A arrêté un secrétariat",
  "delegation.given": "A invité à son secrétariat",
  "delegation.replaced": "A changé ce que peut son secrétariat",
  "events.erased": "A effacé les noms d’anciennes demandes",
  "member.erased": "A effacé un membre parti",
  "membership.begun": "A rejoint la CPTS",
  "membership.given": "A ajouté un médecin sans lieu d’exercice",
  "membership.kept_without_practice": "A gardé un membre même sans lieu d’exercice",
  "membership.needs_practice": "N’a plus gardé un membre sans lieu d’exercice",
  "newcomer.invited": "A invité un nouveau venu",
  "newcomer.welcomed": "A souhaité la bienvenue",
  "invitation.accepted": "A accepté une invitation",
  "invitation.revoked": "A retiré une invitation",
  "invitation.sent": "A envoyé une invitation",
  "calendar_feed.revoked_again":
    "A fermé de nouveau un abonnement d’agenda, après une restauration",
  "client.token_refused": "Refusé : connexion d’un logiciel",
  "death_certification_request.corrected": "A corrigé une demande de certificat",
  "death_certification_request.outside": "Refusé : décès hors du territoire",
  "kiosk.events_received": "A reçu les événements d’une borne",
  "client.closed": "A fermé un accès logiciel",
  "client.closed_again": "A fermé de nouveau un accès logiciel, après une restauration",
  "client.created": "A ouvert un accès logiciel",
  "client.secret_changed": "A changé le secret d’un accès logiciel",
  "client.token_issued": "S’est connecté, logiciel",
  "closure.created": "A fermé du temps",
  "closure.deleted": "A rouvert du temps",
  "community.created": "A créé la CPTS",
  "community_rules.replaced": "A changé les réglages",
  "delivery.retried": "A relancé un envoi",
  "directory.imported": "A importé le répertoire national",
  "dispatch.assigned": "A attribué une demande",
  "dispatch.paused": "A mis en pause",
  "dispatch.relaunched": "A relancé",
  "dispatch.restarted": "A fait repartir les vagues",
  "dispatch.resumed": "A repris",
  "dispatch.started": "A lancé les vagues",
  "dispatch.stopped": "A arrêté les vagues",
  "dispatch.widened": "A élargi",
  "hold.created": "A gardé un créneau",
  "hold.ended": "A rendu un créneau",
  "membership.paused": "S’est mis en pause",
  "membership.replaced": "A changé ses disponibilités",
  "notification.read": "A lu un message",
  "offer.accepted": "A accepté",
  "offer.answer_repeated": "A répondu une seconde fois",
  "offer.assigned": "A attribué par téléphone",
  "offer.declined": "A décliné",
  "offer.seen": "A vu une sollicitation",
  "opening.created": "A ouvert du temps",
  "opening.ended": "A arrêté une plage",
  "opening.replaced": "A changé une plage",
  "person.erased_again": "A effacé de nouveau une personne, après une restauration",
  "person.erasure_asked": "A effacé une personne qui l’a demandé",
  "person.exported": "A remis la copie de ce qui est gardé d’une personne",
  "person.identity_corrected": "A corrigé une identité",
  "person.identity_erased": "A effacé une identité",
  "person.identity_read": "A lu l’identité",
  "person.identity_refused": "Refusé : lire l’identité",
  "session.community_chosen": "A changé de CPTS",
  "session.practice_chosen": "A choisi son exercice",
  "session.delegation_chosen": "A choisi pour qui agir",
  "webhook.created": "A déclaré l’adresse d’un logiciel",
  "webhook.deleted": "A supprimé l’adresse d’un logiciel",
  "webhook.paused": "A mis en pause l’adresse d’un logiciel",
  "webhook.resumed": "A repris l’envoi à un logiciel",
  "webhook.secret_changed": "A changé le secret d’un logiciel",
  "webhook.replayed": "A tout renvoyé à un logiciel",
  "webhook.retried": "A renvoyé un message à un logiciel",
  "sas_transmission.retried": "A renvoyé un rendez-vous à la plateforme SAS",
  "session.created": "S’est connecté",
  "session.ended": "S’est déconnecté",
  "session.others_ended": "S’est déconnecté de ses autres appareils",
  "session.refused": "Connexion refusée",
  "session.factor_asked": "A donné son mot de passe",
  "password.changed": "A changé son mot de passe",
  "password.chosen": "A choisi son mot de passe",
  "password.link_drawn": "A donné un lien vers un premier mot de passe",
  "password.link_refused": "Lien vers un mot de passe non envoyé",
  "password.link_sent": "Lien vers un mot de passe envoyé",
  "password.refused": "Changement de mot de passe refusé",
  "second_factor.refused": "Double authentification refusée",
  "second_factor.totp_drawn": "A préparé une application d’authentification",
  "second_factor.totp_added": "A ajouté une application d’authentification",
  "second_factor.totp_removed": "A retiré son application d’authentification",
  "second_factor.passkey_asked": "A préparé une clé d’accès",
  "second_factor.passkey_added": "A ajouté une clé d’accès",
  "second_factor.passkey_removed": "A retiré une clé d’accès",
  "second_factor.codes_drawn": "A tiré de nouveaux codes de secours",
  "second_factor.code_used": "A utilisé un code de secours",
  "second_factor.proof_asked": "A demandé à prouver son identité",
  "second_factor.proved_again": "A prouvé son identité",
  "second_factor.reset": "A retiré la double authentification",
  "unscheduled_care_draft.deleted": "A effacé un brouillon",
  "unscheduled_care_draft.read": "A relu un brouillon",
  "unscheduled_care_draft.saved": "A gardé un brouillon",
  "unscheduled_care_request.cancelled": "A annulé une demande",
  "unscheduled_care_request.closed": "A clos une demande",
  "unscheduled_care_request.completed": "A complété une demande",
  "unscheduled_care_request.confirmed": "A confirmé le rendez-vous",
  "unscheduled_care_request.filed": "A créé une demande",
  "unscheduled_care_request.followed": "Suit une demande",
  "unscheduled_care_request.fulfilled": "A noté : venu",
  "unscheduled_care_request.no_show_recorded": "A noté : non venu",
  "unscheduled_care_request.given_back": "S’est désisté",
  "unscheduled_care_request.redirected": "Orientée vers le 15",
};

const SUBJECT: Record<string, string> = {
  account: "compte",
  appointment: "rendez-vous",
  case: "demande",
  client: "accès logiciel",
  closure: "fermeture",
  community: "CPTS",
  community_rules: "réglages",
  delivery: "envoi",
  dispatch: "sollicitations",
  hold: "créneau gardé",
  membership: "adhésion",
  notification: "message",
  offer: "sollicitation",
  opening: "plage",
  person: "personne",
  webhook_endpoint: "adresse d’un logiciel",
  webhook_delivery: "message à un logiciel",
  sas_transmission: "envoi à la plateforme SAS",
  session: "session",
  unscheduled_care_draft: "brouillon",
  unscheduled_care_request: "demande",
};

type Detail = Record<string, unknown>;

/** What the server noted beside an act; nothing when it noted nothing. */
function noted(detail: string | null): Detail {
  const read: unknown = detail === null ? {} : JSON.parse(detail);
  return typeof read === "object" && read !== null ? (read as Detail) : {};
}

/** Whether an identity was read by somebody who had to give a reason for it. */
export function isForced({ detail }: Pick<AuditEntry, "detail">): boolean {
  return noted(detail).why === "break_glass";
}

function sentence(action: string): string {
  return ACTION[action] ?? composed(action) ?? action;
}

/** `A lu l’identité`. */
export function actionWords(row: Pick<AuditEntry, "action" | "detail">): string {
  return isForced(row) ? "Accès forcé à l’identité" : sentence(row.action);
}

const WHY: Record<string, string> = {
  need: "En charge de la demande",
  agenda: "Dans son agenda",
  cancelled: "Demande annulée",
  closed: "Demande close",
};

function plain(value: unknown, between = ", "): string {
  if (Array.isArray(value)) return value.map((one) => plain(one)).join(between);
  if (value === null || typeof value !== "object") return String(value ?? "rien");
  return Object.entries(value)
    .map(([name, of]) => `${name} : ${plain(of, between)}`)
    .join(", ");
}

/** Why it was allowed, or what it changed: `« La famille est devant moi »`, `Dans son agenda`. */
export function detailWords({ detail }: Pick<AuditEntry, "detail">): string {
  const { why, reason, changed = [], ...others } = noted(detail);
  if (why === "break_glass") return `« ${reason} »`;
  const said = [
    typeof why === "string" && (WHY[why] ?? why),
    typeof reason === "string" && (DECLINE_REASON[reason as DeclineReason] ?? reason),
    plain(changed, Array.isArray(changed) ? ", " : " → "),
    plain(others),
  ];
  return said.filter(Boolean).join(", ");
}

/** `personne`. */
export function subjectWords(kind: string): string {
  return SUBJECT[kind] ?? kind;
}

/** What the list can be cut to, in one tap. */
export const TRACE_FILTERS = [
  { action: "person.identity_read", label: "Lectures d’identité" },
  { action: "session.refused", label: "Connexions refusées" },
  { action: "community_rules.replaced", label: "Réglages changés" },
] as const;
