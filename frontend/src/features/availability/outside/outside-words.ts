import type { OutsideCalendar, OutsideCalendarError, OutsideCalendarKind } from "../../../api";
import { duration, type Instant, millis } from "../../../time";

export const CALENDAR_KIND: Record<OutsideCalendarKind, string> = {
  ics_url: "Adresse",
  ics_file: "Fichier",
  caldav: "CalDAV",
};

/** What is wrong, and what to do about it. */
export const CALENDAR_ERROR: Record<OutsideCalendarError, string> = {
  address_refused: "Cette adresse n’est pas publique. Copiez celle de votre agenda.",
  unreachable: "Son serveur ne répond pas.",
  too_slow: "Son serveur met trop longtemps à répondre.",
  too_large: "Il dépasse 5 Mo. Publiez-en une partie plus courte.",
  sign_in_refused: "L’identifiant ou le mot de passe est refusé.",
  vanished: "Il n’y a plus rien à cette adresse. Copiez la nouvelle.",
  answered_error: "Son serveur répond par une erreur.",
  not_a_calendar: "Ce qui s’y trouve n’est pas un agenda. Copiez l’adresse au format iCal.",
  too_complex: "Il contient trop de répétitions pour être lu.",
};

/** `Dernière lecture réussie il y a 3 h`. */
export function readWord({ kind, state, last_success_at }: OutsideCalendar, now: Instant): string {
  if (last_success_at === null) return state === "waiting" ? "Lecture en cours…" : "Jamais lu";
  const ago = Math.max(0, millis(now) - millis(last_success_at));
  const since = ago < 60_000 ? "à l’instant" : `il y a ${duration(ago)}`;
  return kind === "ics_file" ? `Fichier lu ${since}` : `Dernière lecture réussie ${since}`;
}

/** `2 évènements illisibles`; null when all was read. */
export function unreadWord({ unread_events: unread }: OutsideCalendar): string | null {
  if (unread === 0) return null;
  return unread > 1 ? `${unread} évènements mal lus` : "1 évènement mal lu";
}
