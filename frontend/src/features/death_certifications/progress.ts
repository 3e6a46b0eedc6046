import type { DeathCertificationRequest } from "../../api";
import { CLOSED_BY } from "../../death-words";
import { atHour, hour, type Instant, relativeHour } from "../../time";

/** Where a request stands, in one fact and a sentence. Pure. */

export type Progress = { lead: string; big: string; sentence: string | null };

type Known = Pick<
  DeathCertificationRequest,
  | "state"
  | "created_at"
  | "professional"
  | "eta_at"
  | "departed_at"
  | "arrived_at"
  | "certified_at"
  | "closed_at"
  | "closed_by"
  | "next_step"
  | "to_answer"
>;

const at = (instant: Instant | null, now: Instant) => (instant ? relativeHour(instant, now) : null);

/** "Dr Lucie Thévenin, médecin." */
function who({ professional }: Known): string | null {
  if (!professional) return null;
  return [professional.name, professional.profession_label?.toLocaleLowerCase("fr")]
    .filter(Boolean)
    .join(", ");
}

function sentences(...parts: (string | null | false)[]): string | null {
  const said = parts.filter(Boolean);
  return said.length > 0 ? `${said.join(". ")}.` : null;
}

function coming(request: Known, now: Instant): Progress {
  const eta = at(request.eta_at, now);
  const left = request.state === "en_route" && request.departed_at;
  return {
    lead: "Arrivée prévue",
    big: eta ? `vers ${eta}` : "Quelqu’un vient",
    sentence: sentences(who(request), left && `En route depuis ${hour(left)}`),
  };
}

function searching(request: Known, now: Instant, whom: string): Progress {
  const next = request.next_step;
  const then =
    next?.kind === "wave_opens"
      ? `Sans réponse, d’autres le sont à ${at(next.at, now)}`
      : next?.kind === "coordinator_called"
        ? `Sans réponse, la coordination prend la suite à ${at(next.at, now)}`
        : null;
  return { lead: "Recherche en cours", big: whom, sentence: sentences(then) };
}

const ENDED = "C’est terminé";

/** Who saw to it, when it was said. */
function outside({ closed_by: who }: Known): string {
  return who && who !== "other" ? CLOSED_BY[who] : "Réglée autrement";
}

/** What a requester reads first. */
export function progressOf(request: Known, now: Instant): Progress {
  const closed = at(request.closed_at, now);
  const since = closed ? `Depuis ${closed}` : null;
  switch (request.state) {
    case "to_complete":
      return {
        lead: "Personne n’est encore sollicité",
        big: request.to_answer.length > 1 ? "Des réponses manquent" : "Une réponse manque",
        sentence: "Répondez ci-dessous. En cas de doute, appelez le 15 ou le 17.",
      };
    case "out_of_scope":
      return {
        lead: "Personne n’est envoyé",
        big: "Appelez le 17",
        sentence: "Ne déplacez rien. Si un doute demeure sur le décès, appelez le 15.",
      };
    case "death_qualified":
      return { lead: "Demande reçue", big: "La recherche commence", sentence: null };
    case "first_doctor_asked":
      return searching(request, now, "Le médecin traitant est sollicité");
    case "rota_asked":
      return searching(request, now, "L’astreinte est sollicitée");
    case "volunteers_asked":
      return searching(request, now, "Tous les volontaires sont sollicités");
    case "nobody_found":
      return {
        lead: "Personne n’a encore répondu",
        big: "La coordination s’en charge",
        sentence: "Elle appelle, et vous rappelle.",
      };
    case "accepted":
    case "en_route":
      return coming(request, now);
    case "on_site": {
      const arrived = at(request.arrived_at, now);
      return {
        lead: "Sur place",
        big: arrived ? `depuis ${arrived}` : "en ce moment",
        sentence: sentences(who(request)),
      };
    }
    case "certified": {
      return {
        lead: "Certificat fait",
        big: request.certified_at ? atHour(request.certified_at, now) : ENDED,
        sentence: sentences(who(request), "Les démarches peuvent commencer"),
      };
    }
    case "obstacle_reported":
      return {
        lead: ENDED,
        big: "Obstacle médico-légal",
        // The police or the gendarmerie was told first; the prosecutor decides (CPP, art. 74).
        sentence:
          "La police ou la gendarmerie est prévenue, le procureur décide de la suite. Ne déplacez rien.",
      };
    case "samu_asked":
      return { lead: "Passée au SAMU", big: "Le SAMU s’en charge", sentence: null };
    case "closed_externally":
    case "requisitioned":
      return { lead: ENDED, big: outside(request), sentence: sentences(since) };
    case "request_cancelled":
      return { lead: ENDED, big: "Demande annulée", sentence: sentences(since) };
    case "duplicate":
      return { lead: ENDED, big: "Déjà demandée", sentence: "Une autre demande est suivie." };
  }
}
