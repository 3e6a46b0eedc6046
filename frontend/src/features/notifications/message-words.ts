import type { Notification, NotificationKind, OfferState } from "../../api";
import { DISCHARGE_NEED } from "../../discharge-words";
import {
  appointmentTime,
  dayKey,
  dayRange,
  hour,
  type Instant,
  longDay,
  millis,
  relativeDay,
} from "../../time";
import { NEED } from "../../words";
import { NOTIFICATION_KIND, OFFER_OF_KIND } from "./words";

/** Kinds that ask for an answer before an hour. */
const ASKS: ReadonlySet<NotificationKind> = new Set([
  "offer_made",
  "offer_reminder",
  "earlier_time",
]);

/** What became of a request that one was asked to answer; nothing while it waits. */
const OFFER_OVER: Record<Exclude<OfferState, "pending">, string> = {
  accepted: "Une demande que vous avez acceptée",
  declined: "Une demande que vous avez déclinée",
  lapsed: "Une demande passée au réseau, sans réponse de vous",
  withdrawn: "Une demande qui n’est plus à pourvoir",
};

/** Doctors are asked one after the other to take a patient: there is no network. */
const NEXT_ASKED = "Une demande passée au médecin suivant, sans réponse de vous";

/** Whether it still asks for an answer: some were answered, and hours pass. */
export function waits(message: Notification, now: Instant): boolean {
  if (!ASKS.has(message.kind)) return false;
  if (message.offer_state !== null && message.offer_state !== "pending") return false;
  return message.due_at === null || millis(message.due_at) > millis(now);
}

/** What is asked, and whether it was before. `offered`: its words, when it is not unscheduled care. */
function askedWord(kind: NotificationKind, offered: string | null): string {
  if (offered === null) return NOTIFICATION_KIND[kind];
  if (kind !== "offer_reminder") return offered;
  return `Rappel\u00a0: ${offered.charAt(0).toLocaleLowerCase("fr")}${offered.slice(1)}`;
}

/** What happened, as things stand now. */
export function whatWord(message: Notification, now: Instant): string {
  const { kind, case_kind, offer_state, appointments } = message;
  if (kind === "appointment_moved" && appointments !== null) return "Des rendez-vous sont déplacés";
  if (!ASKS.has(kind)) return NOTIFICATION_KIND[kind];
  if (waits(message, now)) return askedWord(kind, (case_kind && OFFER_OF_KIND[case_kind]) ?? null);
  if (offer_state === "lapsed" && case_kind === "attending_doctor") return NEXT_ASKED;
  if (offer_state && offer_state !== "pending") return OFFER_OVER[offer_state];
  return kind === "earlier_time"
    ? "Un créneau plus tôt s’était libéré"
    : "Une demande dont le délai est passé";
}

/** `SNP-1185 · Pédiatrie · Centre · rendez-vous lun. 9:00`; for an absence, its days. */
export function aboutWord(message: Notification, now: Instant): string {
  const { kind, case_number, need, sector, starts_at, due_at, absence_id, appointments } = message;
  const { discharge_need: asked, home_at } = message;
  if (absence_id !== null) return absenceWord(message);
  return [
    case_number,
    need && NEED[need],
    asked && DISCHARGE_NEED[asked],
    home_at && `retour ${relativeDay(home_at, now)}`,
    sector,
    starts_at && `${beginsWord(kind, appointments)} ${appointmentTime(starts_at, now)}`,
    waits(message, now) && due_at && `répondre avant ${appointmentTime(due_at, now)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

const BEGINS: Partial<Record<NotificationKind, string>> = {
  replacement_named: "début",
  discharge_postponed: "sortie",
  discharge_confirmed: "sortie",
  hospital_call_due: "sortie",
  home_check_due: "retour",
};

/** What begins at the hour that is said. */
function beginsWord(kind: NotificationKind, appointments: number | null): string {
  if (appointments !== null) return `${appointments} rendez-vous, le premier`;
  return BEGINS[kind] ?? "rendez-vous";
}

/** `Absence 23 – 27 novembre`, `Absence lundi 23 novembre`, `Depuis lundi 23 novembre` without an end. */
function absenceWord({ kind, starts_at, ends_at }: Notification): string {
  if (starts_at === null) return "";
  if (ends_at === null) return `Depuis ${longDay(starts_at)}`;
  const last = millis(ends_at) - 1;
  const what = kind === "replacement_named" ? "Remplacement" : "Absence";
  if (dayKey(starts_at) !== dayKey(last)) return `${what} ${dayRange(starts_at, last)}`;
  const whole = hour(starts_at) === "0:00" && hour(ends_at) === "0:00";
  const hours = whole ? "" : `, à partir de ${hour(starts_at)}`;
  return `${what} ${longDay(starts_at)}${hours}`;
}
