import type { TimelineEntry, TimelineKind } from "../../api";
import { hour } from "../../time";
import type { Shape } from "../../ui/StatusShape";

/** What happened to a request to certify a death, as its thread says it: no green check for a death. */

type Told = { title: string; detail?: string; shape?: Shape };
type DeathKind = Extract<
  TimelineKind,
  | "out_of_scope"
  | "possible_duplicate"
  | "departed"
  | "on_site"
  | "certified"
  | "obstacle_reported"
  | "handed_to_doctor"
  | "samu_proposed"
  | "handed_to_samu"
  | "late"
  | "ceiling_passed"
  | "transport_limit_near"
  | "closed_elsewhere"
  | "marked_duplicate"
  | "duplicate_undone"
>;

const by = (name: string | null) => (name ? ` par ${name}` : "");

export const DEATH_SAID: Record<DeathKind, (entry: TimelineEntry) => Told> = {
  out_of_scope: () => ({
    title: "Hors champ : le 17 d’abord",
    detail: "Personne n’est envoyé. Ne déplacez rien",
    shape: "away",
  }),
  possible_duplicate: (entry) => ({
    title: "Doublon possible",
    detail: [entry.text, "la demande part quand même"].filter(Boolean).join(", "),
    shape: "dup",
  }),
  departed: ({ professional_name, starts_at }) => ({
    title: starts_at ? `En route, arrivée vers ${hour(starts_at)}` : "En route",
    detail: professional_name ?? undefined,
  }),
  on_site: ({ professional_name }) => ({
    title: "Sur place",
    detail: professional_name ?? undefined,
  }),
  certified: ({ professional_name }) => ({
    title: "Certificat fait",
    detail: professional_name ?? undefined,
  }),
  obstacle_reported: () => ({
    title: "Obstacle médico-légal",
    detail: "La police ou la gendarmerie est prévenue",
    shape: "away",
  }),
  handed_to_doctor: ({ professional_name }) => ({
    title: `Renvoyée à un médecin${by(professional_name)}`,
    detail: "La recherche reprend auprès des médecins",
    shape: "away",
  }),
  samu_proposed: () => ({ title: "Personne n’a répondu", detail: "Le SAMU peut être prévenu" }),
  handed_to_samu: (entry) => ({ title: `SAMU prévenu${by(entry.actor_name)}`, shape: "away" }),
  late: () => ({
    title: "Trop long, la demande passe au rouge",
    detail: "La coordination est rappelée",
    shape: "crit",
  }),
  ceiling_passed: () => ({ title: "24 h passées depuis la demande", shape: "crit" }),
  transport_limit_near: () => ({
    title: "La limite de transport du corps approche",
    detail: "48 h après le décès",
    shape: "soon",
  }),
  closed_elsewhere: (entry) => ({
    title: "Réglée autrement",
    detail: entry.actor_name ? `Close${by(entry.actor_name)}` : undefined,
    shape: "away",
  }),
  marked_duplicate: (entry) => ({ title: `Marquée doublon${by(entry.actor_name)}`, shape: "dup" }),
  duplicate_undone: (entry) => ({ title: `Ce n’est pas un doublon${by(entry.actor_name)}` }),
};
