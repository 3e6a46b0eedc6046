import type { DeathFamilyPage, DeathFamilyStepKind } from "../../api";
import { duration, hour, type Instant, millis, relativeHour } from "../../time";
import type { ThreadEntry } from "../../ui/Thread";

/** What a family reads: no name, no address, and sentences that turn around a gender nobody knows. Pure. */

const MINUTE = 60_000;

const PAST: Record<DeathFamilyStepKind, string> = {
  received: "Votre demande est prise en charge",
  accepted: "Quelqu’un a accepté de venir",
  en_route: "En route vers vous",
  on_site: "Sur place, auprès de la personne",
  certificate: "Le certificat est remis",
};

const NEXT: Record<DeathFamilyStepKind, string> = {
  received: "Demande",
  accepted: "Quelqu’un accepte de venir",
  en_route: "Départ vers vous",
  on_site: "Arrivée, et examen de la personne",
  certificate: "Le certificat est remis",
};

const HEADLINE: Record<DeathFamilyStepKind, string> = {
  received: "Nous cherchons qui peut venir",
  accepted: "va venir",
  en_route: "est en route",
  on_site: "est sur place",
  certificate: "Le certificat est remis",
};

const DOER: Record<string, string> = {
  médecin: "Un médecin",
  infirmier: "Une personne infirmière",
};

/** "Un médecin est en route", "Quelqu’un va venir". */
function headline(kind: DeathFamilyStepKind, profession: string | null): string {
  const words = HEADLINE[kind];
  if (kind === "received" || kind === "certificate") return words;
  return `${(profession && DOER[profession.toLocaleLowerCase("fr")]) ?? "Quelqu’un"} ${words}`;
}

function ago(at: Instant, now: number): string {
  const since = Math.max(0, now - millis(at));
  return since < MINUTE ? "Mis à jour à l’instant" : `Mis à jour il y a ${duration(since)}`;
}

/** The one fact, the hour, and the five steps. */
export function familyWords(page: DeathFamilyPage, now: number) {
  const done = page.steps.filter(({ at }) => at !== null);
  const current = done.at(-1)?.kind ?? "received";
  const waited = current === "accepted" || current === "en_route";
  const entries: ThreadEntry[] = page.steps.map(({ kind, at }) => {
    if (at === null) {
      const detail = kind === "certificate" ? "Les démarches peuvent commencer" : undefined;
      return { key: kind, phase: "next", title: NEXT[kind], detail };
    }
    if (kind === current) {
      return { key: kind, phase: "now", title: PAST[kind], detail: ago(page.updated_at, now) };
    }
    return { key: kind, phase: "past", title: PAST[kind], detail: relativeHour(at, now) };
  });
  return {
    headline: headline(current, page.profession),
    promise: waited && page.eta_at ? `Arrivée vers ${hour(page.eta_at)}.` : null,
    entries,
  };
}
