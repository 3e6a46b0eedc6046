import type { TimelineKind } from "../../api";
import { hour, relativeDay } from "../../time";
import type { Teller } from "./timeline-words";

/** What happened to a request for an opinion, as its thread says it. */

export type OpinionKind = Extract<
  TimelineKind,
  | "opinion_given"
  | "opinion_detail_asked"
  | "opinion_detail_given"
  | "opinion_time_given"
  | "opinion_sent_on"
  | "opinion_read"
  | "opinion_overdue"
  | "opinion_closed"
>;

export const OPINION_SAID: Record<OpinionKind, Teller> = {
  opinion_given: ({ professional_name }) => ({
    title: professional_name ? `Avis de ${professional_name}` : "Avis rendu",
    detail: "Il se lit en tête de la demande",
    shape: "done",
  }),
  opinion_detail_asked: ({ actor_name }) => ({
    title: `Précision demandée${actor_name ? ` par ${actor_name}` : ""}`,
    detail: "Le délai de réponse est arrêté",
    shape: "pause",
  }),
  opinion_detail_given: ({ actor_name }) => ({
    title: `Précision donnée${actor_name ? ` par ${actor_name}` : ""}`,
    detail: "Le délai de réponse reprend",
  }),
  opinion_time_given: ({ professional_name, starts_at }, _reader, now) => ({
    title: starts_at
      ? `Rendez-vous donné, ${relativeDay(starts_at, now)} ${hour(starts_at)}`
      : "Rendez-vous donné",
    detail: professional_name ?? undefined,
    shape: "agreed",
  }),
  opinion_sent_on: ({ professional_name }) => ({
    title: "Médecin traitant prévenu",
    detail: professional_name ? `${professional_name} voit la réponse` : undefined,
  }),
  opinion_read: ({ actor_name }) => ({
    title: `Réponse lue${actor_name ? ` par ${actor_name}` : ""}`,
    shape: "done",
  }),
  opinion_overdue: () => ({
    title: "Délai passé",
    detail: "La coordination est prévenue",
    shape: "soon",
  }),
  opinion_closed: () => ({ title: "Fermée d’elle-même, sans lecture confirmée", shape: "off" }),
};
