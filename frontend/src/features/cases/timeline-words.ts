import type { IdentityField, NextStep, TimelineEntry, TimelineKind } from "../../api";
import { capital } from "../../figures";
import { appointmentTime, hour, type Instant, isAfterWish, relativeDay } from "../../time";
import type { Shape } from "../../ui/StatusShape";
import { AFTER_WISH, DECLINE_REASON, SKIP_REASON, SOLUTION, WAVE_AUDIENCE } from "../../words";
import type { AttendingKind } from "./attending-timeline";
import type { DeathKind } from "./death-timeline";
import type { DischargeKind } from "./discharge-timeline";
import type { OpinionKind } from "./opinion-timeline";
import type { TeleconsultationKind } from "./teleconsultation-timeline";

export type Teller = (entry: TimelineEntry, reader: Reader, now: number) => Said;

/** Who reads the thread: the same line for all, the words of each. */
export type Reader = {
  name: string;
  coordinates: boolean;
  asked: boolean;
  /** When the person should be seen: an hour given later than that is said to be. */
  wishedBefore: Instant | null;
  /** A death, whose own lines are told by these: town halls and families read no word of the trade. */
  ofDeath?: Record<DeathKind, Teller>;
  /** A search for an attending doctor, whose own lines are told by these. */
  ofSearch?: Record<AttendingKind, Teller>;
  /** An opinion, the same: those asked first are a colleague or a group. */
  ofOpinion?: Record<OpinionKind, Teller>;
  /** A hospital discharge: its own words, which its pages alone bring. */
  ofDischarge?: (entry: TimelineEntry, said: Said | null) => Said;
  /** A teleconsultation: the same. */
  ofTeleconsultation?: Record<TeleconsultationKind, Teller>;
};

export type Said = { title: string; detail?: string; shape?: Shape };

function counts(entry: TimelineEntry): string | undefined {
  if (entry.asked === 0) return "Personne de plus à solliciter";
  const parts = [
    entry.asked && `${entry.asked} ${entry.asked === 1 ? "sollicité" : "sollicités"}`,
    entry.declined && `${entry.declined} ${entry.declined === 1 ? "décliné" : "déclinés"}`,
    entry.lapsed && `${entry.lapsed} silencieux`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : undefined;
}

function until(at: string | null, now: number): string | undefined {
  if (!at) return undefined;
  const when = relativeDay(at, now);
  return when === "aujourd’hui" ? hour(at) : `${when} ${hour(at)}`;
}

/** Asked and then away, or never asked. */
function skippedTitle({ wave }: TimelineEntry, { ofOpinion }: Reader): string {
  if (wave !== null) return "Absent, n’est plus attendu";
  return ofOpinion ? "Pas sollicité" : "Médecin traitant écarté";
}

function waveTitle(entry: TimelineEntry, reader: Reader): string {
  if (entry.audience === "rota") return "Astreinte sollicitée";
  if (entry.audience === "in_turn") return "Un médecin sollicité";
  if (reader.ofDeath) return "Tous les volontaires sollicités";
  if (reader.ofOpinion) {
    return entry.audience === "first_resort"
      ? "Confrère ou groupe sollicité"
      : "Toute la spécialité sollicitée";
  }
  if (entry.audience === "first_resort") return "Médecin traitant sollicité";
  const wave = entry.wave ? `Vague ${entry.wave}, ` : "Élargie, ";
  return wave + (entry.audience ? WAVE_AUDIENCE[entry.audience].replace(/^le /, "") : "réseau");
}

function waveDetail(entry: TimelineEntry, now: number): string | undefined {
  const due = until(entry.ends_at, now);
  if (entry.audience === "first_resort") return due && `Personne d’autre avant ${due}`;
  return counts(entry);
}

function late(entry: TimelineEntry, reader: Reader): string | null {
  return isAfterWish(entry.starts_at, reader.wishedBefore) ? AFTER_WISH : null;
}

function joined(...parts: (string | null | undefined | false)[]): string | undefined {
  return parts.filter(Boolean).join(", ") || undefined;
}

const by = (name: string | null) => (name ? ` par ${name}` : "");

const IDENTITY_FIELD: Record<IdentityField, string> = {
  family_name: "nom",
  given_name: "prénom",
  birth_date: "date de naissance",
  sex: "sexe",
  phone: "téléphone",
  phone_of: "à qui est le téléphone",
  address_line: "adresse",
  email: "adresse e-mail",
};

const SAID: Record<
  | Exclude<
      TimelineKind,
      DeathKind | AttendingKind | OpinionKind | DischargeKind | TeleconsultationKind
    >
  | "corrected",
  Teller
> = {
  requested: (entry, reader) => ({
    title:
      entry.actor_name === reader.name || (reader.asked && entry.actor_name === null)
        ? "Demandé par vous"
        : `Demandé${by(entry.actor_name)}`,
  }),
  red_flag_redirected: () => ({
    title: "Orientée vers le 15",
    detail: "Un signe d’alerte a été coché, personne n’est sollicité",
    shape: "away",
  }),
  waiting_for_completion: (_entry, reader) => ({
    title: "En attente",
    detail: reader.ofDeath
      ? "Une question de sécurité attend, personne n’est sollicité"
      : "La personne n’est pas encore informée, personne n’est sollicité",
    shape: "draft",
  }),
  completed: (entry, reader) => ({
    title: `Complétée${by(entry.actor_name)}`,
    detail: reader.ofDeath ? undefined : "Personne informée",
  }),
  duplicate_follower: (entry) => ({
    title: `${entry.actor_name ?? "Une autre structure"} suit aussi cette demande`,
  }),
  first_resort_skipped: (entry, reader) => ({
    title: skippedTitle(entry, reader),
    detail: [entry.professional_name, entry.skip_reason && SKIP_REASON[entry.skip_reason]]
      .filter(Boolean)
      .join(", "),
    shape: "off",
  }),
  wave_opened: (entry, reader, now) => ({
    title: waveTitle(entry, reader),
    detail: waveDetail(entry, now),
  }),
  quiet_hours_ended: (entry) => ({ title: "Fin des heures calmes", detail: counts(entry) }),
  professional_left: (entry) => ({
    title: "Sollicitation retirée",
    detail: `${entry.professional_name ?? "Le professionnel"} n’exerce plus ici`,
    shape: "off",
  }),
  offer_seen: (entry) => ({
    title: entry.professional_name ? `Vu par ${entry.professional_name}` : "Vu",
  }),
  offer_declined: (entry) => ({
    title: `Décliné${by(entry.professional_name)}`,
    detail: entry.decline_reason ? DECLINE_REASON[entry.decline_reason] : undefined,
  }),
  offers_lapsed: (entry) => ({ title: "Délai passé", detail: counts(entry) }),
  offer_accepted: (entry, reader, now) => ({
    title: `${entry.professional_name ?? "Un professionnel"} accepte`,
    detail: joined(
      "L’identité lui est montrée",
      entry.starts_at &&
        late(entry, reader) &&
        `rendez-vous ${appointmentTime(entry.starts_at, now)}, ${AFTER_WISH}`,
    ),
    shape: "agreed",
  }),
  coordinator_alerted: (_, reader) => ({
    title: reader.coordinates ? "Délai passé, à vous" : "La coordination est alertée",
  }),
  paused: (entry) => ({ title: `Mise en pause${by(entry.actor_name)}`, shape: "pause" }),
  resumed: (entry) => ({ title: `Reprise${by(entry.actor_name)}` }),
  relaunched: (entry) => ({ title: `Relancée${by(entry.actor_name)}` }),
  widened: (entry) => ({ title: `Élargie${by(entry.actor_name)}`, detail: counts(entry) }),
  assigned: (entry, reader) => ({
    title: `Attribuée à ${entry.professional_name ?? "un professionnel"}`,
    detail: joined("Par téléphone", entry.actor_name, late(entry, reader)),
    shape: "agreed",
  }),
  confirmation_overdue: () => ({
    title: "Rendez-vous pas encore confirmé",
    detail: "La coordination est alertée",
    shape: "soon",
  }),
  appointment_booked: (entry, reader, now) => ({
    title: entry.starts_at
      ? `Rendez-vous ${appointmentTime(entry.starts_at, now)}`
      : "Rendez-vous pris",
    detail: joined("À confirmer avec la personne", late(entry, reader)),
  }),
  appointment_confirmed: (entry, reader, now) => ({
    title: "Rendez-vous confirmé",
    detail: joined(
      entry.starts_at && `${relativeDay(entry.starts_at, now)} ${hour(entry.starts_at)}`,
      late(entry, reader),
    ),
    shape: "agreed",
  }),
  appointment_moved: (entry, reader, now) => ({
    title: entry.starts_at
      ? `Rendez-vous déplacé, ${appointmentTime(entry.starts_at, now)}`
      : "Rendez-vous déplacé",
    detail: joined(entry.professional_name, late(entry, reader)),
    shape: "agreed",
  }),
  earlier_wanted: (entry) => ({
    title: "Un créneau plus tôt est recherché",
    detail: entry.actor_name ? `Demandé par ${entry.actor_name}` : undefined,
  }),
  earlier_proposed: (entry, _, now) => ({
    title: entry.starts_at
      ? `Créneau plus tôt proposé, ${appointmentTime(entry.starts_at, now)}`
      : "Créneau plus tôt proposé",
    detail: "Gardé le temps d’une réponse",
  }),
  professional_withdrew: (entry) => ({
    title: entry.professional_name ? `Désistement de ${entry.professional_name}` : "Désistement",
    detail: "La recherche reprend aussitôt",
    shape: "miss",
  }),
  moved_by_absence: (entry, reader, now) => ({
    title: entry.professional_name
      ? `Absence\u00a0: rendez-vous déplacé chez ${entry.professional_name}`
      : "Absence\u00a0: rendez-vous déplacé",
    detail: joined(
      entry.starts_at && `${relativeDay(entry.starts_at, now)} ${hour(entry.starts_at)}`,
      "à convenir avec la personne",
      late(entry, reader),
    ),
    shape: "soon",
  }),
  absence_ended: (entry, _reader, now) => ({
    title: entry.professional_name
      ? `Absence annulée\u00a0: ${entry.professional_name} reprend la demande`
      : "Absence annulée, la demande est reprise",
    detail: joined(
      entry.starts_at && `${relativeDay(entry.starts_at, now)} ${hour(entry.starts_at)}`,
    ),
    shape: "agreed",
  }),
  appointment_cancelled: (entry) => ({
    title: `Rendez-vous annulé${by(entry.actor_name)}`,
    shape: "off",
  }),
  fulfilled: (entry) => ({
    title: "La personne est venue",
    detail: entry.actor_name ? `Noté par ${entry.actor_name}` : undefined,
    shape: "done",
  }),
  no_show: (entry) => ({
    title: "La personne n’est pas venue",
    detail: entry.actor_name ? `Noté par ${entry.actor_name}` : undefined,
    shape: "miss",
  }),
  cancelled: (entry) => ({ title: `Annulée${by(entry.actor_name)}`, shape: "off" }),
  closed: (entry) => ({
    title: "Fil fermé",
    detail: entry.solution ? `Orientation : ${SOLUTION[entry.solution]}` : undefined,
    shape: entry.solution ? "away" : undefined,
  }),
  message: (entry, reader) => ({
    title:
      entry.actor_name === reader.name
        ? "Votre message"
        : `Message de ${entry.actor_name ?? "la coordination"}`,
  }),
  identity_erased: () => ({
    title: "Identité effacée",
    detail: "Le reste compte pour les statistiques",
  }),
  possible_duplicate: (entry) => ({
    title: "Doublon possible",
    detail: [entry.text, "la demande part quand même"].filter(Boolean).join(", "),
    shape: "dup",
  }),
  marked_duplicate: (entry) => ({ title: `Marquée doublon${by(entry.actor_name)}`, shape: "dup" }),
  closed_elsewhere: (entry) => ({
    title: "Réglée autrement",
    detail: entry.actor_name ? `Close${by(entry.actor_name)}` : undefined,
    shape: "away",
  }),
  corrected: (entry) => ({
    title: `Identité corrigée${by(entry.actor_name)}`,
    detail: capital(entry.corrected_identity.map((field) => IDENTITY_FIELD[field]).join(", ")),
  }),
};

/** What a past event says to its reader. */
export function saidOf(entry: TimelineEntry, reader: Reader, now: number): Said {
  const tellers: Partial<Record<TimelineKind, Teller>> = {
    ...SAID,
    ...reader.ofDeath,
    ...reader.ofSearch,
    ...reader.ofOpinion,
    ...reader.ofTeleconsultation,
  };
  const said = tellers[entry.kind]?.(entry, reader, now) ?? null;
  return reader.ofDischarge?.(entry, said) ?? said ?? { title: "" };
}

function nextAsked(step: NextStep, reader: Reader): string {
  if (step.audience === "network" && reader.ofDeath) return "tous les volontaires";
  if (step.audience === "network" && reader.ofOpinion) return "toute la spécialité";
  return step.audience ? WAVE_AUDIENCE[step.audience] : "le réseau";
}

/** What will happen by itself: "Sinon, vague 3 : toute la CPTS". */
export function saidNext(step: NextStep, reader: Reader): Said {
  switch (step.kind) {
    case "wave_opens": {
      const whom = nextAsked(step, reader);
      const trade = reader.ofDeath || reader.ofOpinion;
      const wave = reader.coordinates && step.wave && !trade ? `vague ${step.wave} : ` : "";
      return {
        title: `Sinon, ${wave}${whom}`,
        detail: step.people
          ? `${step.people} ${step.people === 1 ? "personne" : "personnes"} de plus`
          : undefined,
      };
    }
    case "quiet_hours_end":
      return {
        title: "Fin des heures calmes",
        detail: "Ceux qu’on laissait en paix sont sollicités",
      };
    case "coordinator_called":
      if (reader.coordinates) return { title: "Sinon, à vous" };
      return {
        title: reader.asked ? "Sinon, la coordination vous appelle" : "Sinon, la coordination",
      };
    case "confirmation_overdue":
      return {
        title: "Sinon, la coordination vérifie",
        detail: "Le rendez-vous doit être confirmé avant",
      };
    case "appointment":
      return {
        title: "Venu, ou non venu",
        detail: reader.asked ? "Vous le saurez ici" : undefined,
      };
    case "care_deadline":
      return { title: "Délai de soins demandé" };
    case "arrival":
      return { title: "Arrivée prévue" };
    case "samu_proposed":
      return {
        title: reader.coordinates ? "Sinon, passer au SAMU" : "Sinon, le SAMU peut être prévenu",
      };
    case "late":
      return {
        title: reader.coordinates ? "Sinon, en rouge" : "Sinon, la coordination est rappelée",
      };
    case "ceiling":
      return { title: "24 h après la demande, jamais plus" };
    case "transport_limit":
      return { title: "Limite de transport du corps" };
    case "reminder":
      return { title: "Rappel au médecin sollicité" };
    case "cpam_proposed":
      return { title: "Sinon, la CPAM est proposée" };
    case "still_looking":
      return { title: "Cherche encore\u00a0?" };
    case "opinion_overdue":
      return { title: "Réponse attendue", detail: "Ensuite, la coordination est prévenue" };
    case "detail_overdue":
      return { title: "Sans la précision, la coordination est prévenue" };
    case "opinion_closes":
      return { title: "La demande se ferme d’elle-même" };
    case "hospital_call":
      return { title: "Sans infirmier, la sortie passe au rouge", detail: "Le service est appelé" };
    case "going_home":
      return { title: "Retour à domicile prévu" };
    case "home_check":
      return { title: "Vérification au domicile" };
  }
}
