import type {
  CertificateChannel,
  DeathCertificationState,
  DeathClosedBy,
  DeathCorrectableFact,
  DeathCorrectedFact,
  TimelineEntry,
  TimelineKind,
} from "../../api";
import { CHANNEL, CLOSED_BY, CORRECTION_REASON } from "../../death-words";
import { day, dayKey, hour } from "../../time";
import type { Shape } from "../../ui/StatusShape";
import { statusWord } from "../../words";

/** What happened to a request to certify a death, as its thread says it: no green check for a death. */

type Told = { title: string; detail?: string; shape?: Shape };
export type DeathKind = Extract<
  TimelineKind,
  | "out_of_scope"
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
  | "duplicate_undone"
  | "corrected"
>;

const by = (name: string | null) => (name ? ` par ${name}` : "");

/** The times that a correction says, by the step that they are of. */
const STEP: Partial<Record<DeathCorrectableFact, string>> = {
  accepted_at: "acceptée",
  departed_at: "en route",
  arrived_at: "sur place",
  certified_at: "certificat",
};

function timeWord(at: string, other: string | null): string {
  return other && dayKey(at) !== dayKey(other) ? `${day(at)}, ${hour(at)}` : hour(at);
}

function wordOf(fact: DeathCorrectableFact, word: string): string {
  switch (fact) {
    case "state":
      return statusWord("death_certification", word as DeathCertificationState).word.toLowerCase();
    case "closed_by":
      return CLOSED_BY[word as DeathClosedBy].toLowerCase();
    default:
      return CHANNEL[word as CertificateChannel];
  }
}

/** "certificat 10:40 au lieu de 10:10"; null for what another change of the same correction says already. */
function changed({ fact, before, after }: DeathCorrectedFact, ended: boolean): string | null {
  const step = STEP[fact];
  if (step) {
    if (after === null) return before && `${step}, non (il était écrit ${hour(before)})`;
    const now = `${step} ${timeWord(after, before)}`;
    return before ? `${now} au lieu de ${timeWord(before, after)}` : now;
  }
  if (after === null || (ended && fact === "certificate_channel")) return null;
  const now = wordOf(fact, after);
  return before ? `${now} au lieu de «\u00a0${wordOf(fact, before)}\u00a0»` : now;
}

function corrections({ corrections: all, correction_reason: reason }: TimelineEntry): string {
  const ended = all.some(({ fact }) => fact === "state");
  const said = [
    ...all.map((one) => changed(one, ended)),
    reason && reason !== "other" && CORRECTION_REASON[reason].toLowerCase(),
  ]
    .filter(Boolean)
    .join(", ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

export const DEATH_SAID: Record<DeathKind, (entry: TimelineEntry) => Told> = {
  out_of_scope: () => ({
    title: "Hors champ : le 17 d’abord",
    detail: "Personne n’est envoyé. Ne déplacez rien",
    shape: "away",
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
  corrected: (entry) => ({
    title: `Corrigé${by(entry.actor_name)}`,
    detail: corrections(entry),
  }),
  duplicate_undone: (entry) => ({ title: `Ce n’est pas un doublon${by(entry.actor_name)}` }),
};
