import type { DischargeNeed, TimelineEntry, TimelineKind } from "../../api";
import { DISCHARGE_NEED } from "../../discharge-words";
import { longDay } from "../../time";
import type { Said } from "./timeline-words";

/** What happened to a hospital discharge, as its thread says it; a line of one need names the need. */

export type DischargeKind = Extract<
  TimelineKind,
  | "discharge_postponed"
  | "date_kept"
  | "hospital_confirmed"
  | "went_home"
  | "home_check_due"
  | "home_in_place"
  | "home_problem"
  | "handed_to_dac"
  | "handed_to_prado"
  | "hospital_call_due"
  | "hospital_called"
  | "line_settled"
  | "line_dropped"
  | "line_added"
  | "deceased"
>;

const by = (name: string | null) => (name ? ` par ${name}` : "");

const SAID: Record<DischargeKind, (entry: TimelineEntry) => Said> = {
  discharge_postponed: ({ starts_at, actor_name }) => ({
    title: starts_at ? `Nouvelle date\u00a0: ${longDay(starts_at)}` : "La date change",
    detail: ["Ceux qui ont accepté disent s’ils viennent toujours", actor_name]
      .filter(Boolean)
      .join(", "),
    shape: "soon",
  }),
  date_kept: ({ professional_name }) => ({
    title: `${professional_name ?? "Le professionnel"} vient toujours`,
    shape: "agreed",
  }),
  hospital_confirmed: ({ actor_name }) => ({
    title: `Sortie confirmée${by(actor_name)}`,
    shape: "agreed",
  }),
  went_home: ({ actor_name }) => ({ title: "Rentrée à domicile", detail: actor_name ?? undefined }),
  home_check_due: () => ({ title: "À vérifier au domicile", shape: "you" }),
  home_in_place: ({ actor_name }) => ({
    title: "Tout est en place au domicile",
    detail: actor_name ?? undefined,
    shape: "done",
  }),
  home_problem: ({ actor_name }) => ({
    title: "Quelque chose manque au domicile",
    detail: ["La coordination s’en occupe", actor_name].filter(Boolean).join(", "),
    shape: "miss",
  }),
  handed_to_dac: ({ actor_name }) => ({
    title: `Orientée vers le DAC${by(actor_name)}`,
    shape: "away",
  }),
  handed_to_prado: ({ actor_name }) => ({
    title: `Orientée vers PRADO${by(actor_name)}`,
    shape: "away",
  }),
  hospital_call_due: () => ({
    title: "Pas d’infirmier, la sortie passe au rouge",
    detail: "La coordination appelle le service",
    shape: "crit",
  }),
  hospital_called: ({ actor_name }) => ({ title: `Service appelé${by(actor_name)}` }),
  line_settled: ({ actor_name }) => ({
    title: "Trouvé par téléphone",
    detail: actor_name ?? undefined,
    shape: "agreed",
  }),
  line_dropped: ({ actor_name }) => ({ title: `Besoin retiré${by(actor_name)}`, shape: "off" }),
  line_added: ({ actor_name }) => ({ title: `Besoin ajouté${by(actor_name)}`, shape: "you" }),
  deceased: () => ({ title: "Personne décédée", shape: "off" }),
};

/** What an event says on the page of a discharge, with the need that it is about. `said`: as others say it. */
export function dischargeTold(entry: TimelineEntry, said: Said | null): Said {
  const own = (SAID as Partial<Record<TimelineKind, (entry: TimelineEntry) => Said>>)[entry.kind];
  const told = own?.(entry) ?? said ?? { title: "" };
  const { discharge_need: need, kind, professional_name, actor_name } = entry;
  if (!need) return told;
  // The doctor has said the hour; the ward is with the person.
  const more = kind === "appointment_booked" ? { detail: "Le service le dit à la personne" } : {};
  const usual = kind === "first_resort_skipped" || entry.audience === "first_resort";
  const title = usual
    ? told.title.replace("Médecin traitant", "Professionnel habituel")
    : told.title;
  const isName = [professional_name, actor_name].some((name) => name && title.startsWith(name));
  return { ...told, ...more, title: `${needWord(need)}\u00a0: ${isName ? title : lowered(title)}` };
}

function needWord(need: DischargeNeed): string {
  return DISCHARGE_NEED[need];
}

function lowered(words: string): string {
  return words.charAt(0).toLocaleLowerCase("fr") + words.slice(1);
}
