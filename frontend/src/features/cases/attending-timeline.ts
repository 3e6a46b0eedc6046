import type { TimelineEntry, TimelineKind } from "../../api";
import type { Shape } from "../../ui/StatusShape";

/** The lines of a search for an attending doctor, on its thread. */

export type AttendingKind = Extract<
  TimelineKind,
  | "request_qualified"
  | "out_of_scope"
  | "contact_reached"
  | "contact_missed"
  | "cpam_proposed"
  | "handed_to_cpam"
  | "still_looking_asked"
  | "still_looking"
  | "first_appointment_set"
  | "declaration_awaited"
  | "attending_doctor_declared"
  | "opposed"
>;

type Told = { title: string; detail?: string; shape?: Shape };

const by = (name: string | null) => (name ? ` par ${name}` : "");

export const ATTENDING_SAID: Record<AttendingKind, (entry: TimelineEntry) => Told> = {
  request_qualified: (entry) => ({ title: `Vérifiée${by(entry.actor_name)}` }),
  out_of_scope: ({ actor_name }) => ({
    title: "Hors du territoire",
    detail: actor_name ? `Close${by(actor_name)}` : undefined,
    shape: "away",
  }),
  contact_reached: () => ({ title: "Personne jointe" }),
  contact_missed: () => ({ title: "Appelée, sans réponse", shape: "soon" }),
  cpam_proposed: () => ({
    title: "La CPAM peut prendre le relais",
    detail: "La coordination décide",
    shape: "you",
  }),
  handed_to_cpam: (entry) => ({ title: `Passée à la CPAM${by(entry.actor_name)}`, shape: "away" }),
  still_looking_asked: () => ({
    title: "Cherche encore\u00a0?",
    detail: "Sans réponse, la demande se ferme",
    shape: "soon",
  }),
  still_looking: () => ({ title: "Cherche toujours" }),
  first_appointment_set: () => ({ title: "Premier rendez-vous fixé", shape: "agreed" }),
  declaration_awaited: () => ({
    title: "Pas encore de déclaration",
    detail: "La coordination est prévenue",
    shape: "soon",
  }),
  attending_doctor_declared: () => ({ title: "Déclaration faite", shape: "done" }),
  opposed: () => ({
    title: "Opposition",
    detail: "L’identité est effacée, personne n’est sollicité",
    shape: "off",
  }),
};
