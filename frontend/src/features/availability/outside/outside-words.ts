import type { OutsideCalendar, OutsideCalendarError, OutsideCalendarKind } from "../../../api";
import { duration, type Instant, millis, numericDate } from "../../../time";

export const CALENDAR_KIND: Record<OutsideCalendarKind, string> = {
  ics_url: "Adresse",
  ics_file: "Fichier",
  caldav: "CalDAV",
};

/** What is wrong, and what to do about it. */
export const CALENDAR_ERROR: Record<OutsideCalendarError, string> = {
  address_refused: "Cette adresse n’est pas publique. Copiez celle de votre agenda.",
  unreachable: "Son serveur ne répond pas, ou l’adresse n’existe plus.",
  too_slow: "Son serveur met trop longtemps à répondre.",
  too_large: "Il dépasse 5 Mo. Publiez-en une partie plus courte.",
  sign_in_refused: "L’identifiant ou le mot de passe est refusé.",
  vanished: "Il n’y a plus rien à cette adresse. Copiez la nouvelle.",
  answered_error: "Son serveur répond par une erreur.",
  not_a_calendar: "Ce qui s’y trouve n’est pas un agenda. Copiez l’adresse au format iCal.",
  too_complex: "Il contient trop de répétitions pour être lu.",
};

/** The same, for a CalDAV account whose agendas are looked for. */
export const SEARCH_ERROR: Record<OutsideCalendarError, string> = {
  ...CALENDAR_ERROR,
  vanished: "Aucun agenda à cette adresse. Essayez celle de l’agenda lui-même.",
  not_a_calendar: "Aucun agenda à cette adresse. Essayez celle de l’agenda lui-même.",
  too_large: "Sa réponse est trop longue. Essayez l’adresse de l’agenda lui-même.",
};

export const PUBLIC_ADDRESS = "Collez une adresse publique qui commence par https://.";

/** How long what was read stands while an agenda cannot be read; null when nothing ever was. */
export function keptWord({ state, read_until, last_success_at }: OutsideCalendar): string | null {
  if (state !== "failing" || last_success_at === null || read_until === null) return null;
  return `Vos heures prises restent telles que lues alors, jusqu’au ${numericDate(read_until)}.`;
}

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
