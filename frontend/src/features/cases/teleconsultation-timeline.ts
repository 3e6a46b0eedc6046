import type { TimelineEntry, TimelineKind } from "../../api";
import type { Said } from "./timeline-words";

/** What happened to an assisted teleconsultation, as its thread says it. */

export type TeleconsultationKind = Extract<
  TimelineKind,
  | "redirected"
  | "consent_recorded"
  | "person_arrived"
  | "video_started"
  | "video_interrupted"
  | "time_released"
  | "confirmed_by_phone"
  | "report_sent"
  | "assistant_changed"
  | "assistant_missing"
>;

const by = (name: string | null) => (name ? ` par ${name}` : "");

export const TELECONSULTATION_SAID: Record<TeleconsultationKind, (entry: TimelineEntry) => Said> = {
  redirected: ({ actor_name }) => ({
    title: "Orientée ailleurs",
    detail: actor_name ?? "Motif non accepté en téléconsultation",
    shape: "away",
  }),
  consent_recorded: ({ actor_name }) => ({ title: `Accord noté${by(actor_name)}` }),
  person_arrived: ({ actor_name }) => ({ title: "Arrivée notée", detail: actor_name ?? undefined }),
  video_started: () => ({ title: "La vidéo a commencé", shape: "travel" }),
  video_interrupted: () => ({ title: "La vidéo s’est coupée", shape: "soon" }),
  time_released: () => ({
    title: "Heure libérée",
    detail: "La personne était en retard, quelqu’un attendait",
    shape: "off",
  }),
  confirmed_by_phone: ({ actor_name }) => ({
    title: `Présence confirmée au téléphone${by(actor_name)}`,
  }),
  assistant_changed: ({ professional_name }) => ({
    title: `Aide sur place : ${professional_name}`,
    detail: "Qui devait assister est absent",
  }),
  assistant_missing: () => ({
    title: "Personne pour assister",
    detail: "Absence, et personne d’autre du lieu n’est libre à cette heure",
    shape: "soon",
  }),
  report_sent: () => ({ title: "Compte rendu envoyé", detail: "Par le médecin", shape: "done" }),
};
