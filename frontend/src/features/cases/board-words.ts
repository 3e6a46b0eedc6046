import type {
  Case,
  Clock,
  Counters,
  DischargeSummary,
  NextStep,
  UnscheduledCareRequest,
} from "../../api";
import { atHour, dayKey, hour, isAfterWish, millis, noonOf, relativeDay } from "../../time";
import type { DeadlineFacts } from "../../ui/deadline-rules";
import {
  AFTER_WISH,
  REQUEST_ORIGIN,
  type StatusValues,
  statusWord,
  WAVE_AUDIENCE,
} from "../../words";

/** How soon something breaks: the groups of the board, in their order. */
export type Horizon = "yours" | "hour" | "today" | "later";

export const HORIZON: Record<Horizon, string> = {
  yours: "À vous",
  hour: "Dans l’heure",
  today: "Avant ce soir",
  later: "Demain et après",
};

const HOUR = 60 * 60_000;

/** What says how soon something breaks, a request or not. */
export type Breaks = Pick<Case, "waits_for"> & { clock: Pick<Clock, "due_at"> | null };

/** The group of a row: a person must act, whatever the clock; else its deadline says. */
export function horizon(row: Breaks, now: number): Horizon {
  if (row.waits_for === "coordinator") return "yours";
  if (row.clock === null) return "later";
  if (millis(row.clock.due_at) - now <= HOUR) return "hour";
  return dayKey(row.clock.due_at) === dayKey(now) ? "today" : "later";
}

/** The rows of each group, in the order in which they were given. */
export function byHorizon(rows: readonly Case[], now: number): [Horizon, Case[]][] {
  const groups: Record<Horizon, Case[]> = { yours: [], hour: [], today: [], later: [] };
  for (const row of rows) groups[horizon(row, now)].push(row);
  return (Object.keys(groups) as Horizon[]).map((key) => [key, groups[key]]);
}

/** Before which row of its group something else stands: the first that breaks later, or has no clock. */
export function placeAmong(rows: readonly Pick<Breaks, "clock">[], { clock: own }: Breaks): number {
  if (own === null) return rows.length;
  const later = rows.findIndex(
    ({ clock }) => clock === null || millis(clock.due_at) > millis(own.due_at),
  );
  return later === -1 ? rows.length : later;
}

/** The clock of a request, as the clock of the screens wants it. */
export function deadlineOf(clock: Case["clock"]): DeadlineFacts | null {
  if (clock === null) return null;
  return {
    kind: "answer",
    dueAt: clock.due_at,
    startedAt: clock.started_at,
    pausedAt: clock.paused_at,
  };
}

/**
 * The clock of a search for a doctor: none while it only says since when somebody waits, as from the filing
 * on; nothing is late then.
 */
export function searchDeadlineOf(clock: Case["clock"]): DeadlineFacts | null {
  if (clock === null || millis(clock.due_at) <= millis(clock.started_at)) return null;
  return deadlineOf(clock);
}

/** The clock of a row of the board; of one that is over, none. */
export function rowDeadline(row: Pick<Case, "kind" | "clock" | "closed_at">): DeadlineFacts | null {
  if (row.closed_at) return null;
  return row.kind === "attending_doctor" ? searchDeadlineOf(row.clock) : deadlineOf(row.clock);
}

/** Of a death, `appointment_at` is when the one who comes should be there. */
function isDeath(of: Case | UnscheduledCareRequest): boolean {
  return "kind" in of && of.kind === "death_certification";
}

/** What completes the words of a state. */
export function statusValues(of: Case | UnscheduledCareRequest, now: number): StatusValues {
  if (isDeath(of) && "appointment_at" in of) {
    return { hour: of.appointment_at ? hour(of.appointment_at) : undefined };
  }
  const at = "appointment" in of ? of.appointment?.starts_at : of.appointment_at;
  return { count: of.waves ?? undefined, hour: at ? atHour(at, now) : undefined };
}

/** Where a request stands, in the words of its status: "Rendez-vous à 9:20". */
export function situationWord(of: Case | UnscheduledCareRequest, now: number): string {
  const kind = "kind" in of ? of.kind : "unscheduled_care";
  return statusWord(kind, of.state, statusValues(of, now)).word;
}

function instant(at: string, now: number): string {
  const when = relativeDay(at, now);
  return when === "aujourd’hui" ? hour(at) : `${when} ${hour(at)}`;
}

/** "SNP-1198 · Plateau · pharmacie · 8:31". */
export function metaOf(
  row: Pick<Case, "number" | "sector" | "commune_name" | "origin" | "created_at">,
  now: number,
): string {
  const where = row.sector ?? row.commune_name;
  return [row.number, where, REQUEST_ORIGIN[row.origin], instant(row.created_at, now)]
    .filter(Boolean)
    .join(" · ");
}

function counted(count: number, one: string, several: string): string | null {
  if (count === 0) return null;
  return `${count} ${count === 1 ? one : several}`;
}

/** "9 sollicités · 4 déclinés · 4 ont vu". */
export function countersOf({ asked, declined, lapsed, seen }: Counters): string {
  return [
    counted(asked, "sollicité", "sollicités"),
    counted(declined, "décliné", "déclinés"),
    counted(lapsed, "silencieux", "silencieux"),
    counted(seen, "a vu", "ont vu"),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What happens by itself if nobody moves, in a word: "11:23, vague 2". */
export function nextStepWord(step: NextStep | null, now: number): string {
  if (step === null) return "";
  const at = instant(step.at, now);
  switch (step.kind) {
    case "wave_opens":
      return step.wave === null ? `${at}, vague suivante` : `${at}, vague ${step.wave}`;
    case "quiet_hours_end":
      return `${at}, fin des heures calmes`;
    case "coordinator_called":
      return `${at}, à vous`;
    case "confirmation_overdue":
      return `${at}, confirmé ?`;
    case "appointment":
      return `${at}, venu ?`;
    case "care_deadline":
      return `${at}, délai de soins`;
    case "arrival":
      return `${at}, sur place ?`;
    case "samu_proposed":
      return `${at}, SAMU`;
    case "late":
      return `${at}, en rouge`;
    case "ceiling":
      return `${at}, 24 h passées`;
    case "transport_limit":
      return `${at}, limite de transport`;
    case "reminder":
      return `${at}, rappel`;
    case "cpam_proposed":
      return `${at}, CPAM proposée`;
    case "still_looking":
      return `${at}, cherche encore ?`;
    case "opinion_overdue":
      return `${at}, avis rendu ?`;
    case "detail_overdue":
      return `${at}, précision reçue ?`;
    case "opinion_closes":
      return `${at}, close d’elle-même`;
    case "hospital_call":
      return `${at}, en rouge`;
    case "going_home":
      return `${at}, sortie`;
    case "home_check":
      return `${at}, vérifier`;
  }
}

/** "puis toute la CPTS à 11:05": the next step as a sentence, beside a status. */
export function thenWord(step: NextStep | null, now: number): string | null {
  if (step === null) return null;
  const at = instant(step.at, now);
  if (step.kind === "wave_opens" && step.audience)
    return `puis ${WAVE_AUDIENCE[step.audience]} à ${at}`;
  if (step.kind === "quiet_hours_end") return `reprise à ${at}, fin des heures calmes`;
  if (step.kind === "coordinator_called") return `puis la coordination à ${at}`;
  return null;
}

/** Of a hospital discharge: "2 trouvés sur 3 · sortie demain". */
export function dischargeOf(discharge: DischargeSummary, now: number): string {
  const { lines, found, late, planned_on } = discharge;
  const home = `sortie ${relativeDay(noonOf(planned_on), now)}`;
  const met = `${found} ${found > 1 ? "trouvés" : "trouvé"} sur ${lines}`;
  return [late && "pas d’infirmier", met, home].filter(Boolean).join(" · ");
}

/** The second line under the status: who was asked, or who has it. */
export function situationOf(row: Case, now: number): string {
  if (row.discharge) return dischargeOf(row.discharge, now);
  if (row.professional_name) {
    const agreed = row.state === "slot_held" ? "horaire à confirmer" : null;
    const late = isAfterWish(row.appointment_at, row.wished_before) ? AFTER_WISH : null;
    return [row.professional_name, agreed, late].filter(Boolean).join(" · ");
  }
  if (row.state === "to_complete") {
    return isDeath(row)
      ? "une question de sécurité attend"
      : "la personne n’est pas encore informée";
  }
  const waits = row.state === "attending_doctor_asked" || row.next_step?.kind === "quiet_hours_end";
  const then = waits ? thenWord(row.next_step, now) : null;
  return [countersOf(row.counters), then].filter(Boolean).join(" · ");
}
