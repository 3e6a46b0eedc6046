import type { Candidate, DispatchOffer, OpenPlace } from "../../api";
import { distance } from "../../figures";
import { appointmentTime, hour, relativeDay } from "../../time";
import { DECLINE_REASON, SKIP_REASON, type SolicitationState } from "../../words";

function far(km: number | null): string | null {
  return km === null ? null : distance(km);
}

/** The state of an offer made to someone else, with what was seen told apart. */
export function solicitation(offer: Pick<DispatchOffer, "state" | "seen_at">): SolicitationState {
  if (offer.state !== "pending") return offer.state;
  return offer.seen_at ? "seen" : "not_seen";
}

/** "1,2 km · hors de ma compétence". */
export function askedLine(offer: DispatchOffer): string {
  const reason =
    offer.decline_reason && DECLINE_REASON[offer.decline_reason].toLocaleLowerCase("fr");
  return [far(offer.distance_km), reason].filter(Boolean).join(" · ");
}

/** "1,1 km · 15:40", "2 km · heures calmes"; by arrival, as for a death, no slot is given: "1,1 km". */
export function candidateLine(candidate: Candidate, now: number, byArrival = false): string {
  const first = candidate.slots[0];
  const slot = first ? appointmentTime(first.starts_at, now) : "pas de créneau ouvert";
  const free = byArrival ? null : slot;
  const why = candidate.excluded_because && SKIP_REASON[candidate.excluded_because];
  return [far(candidate.distance_km), why ?? free].filter(Boolean).join(" · ");
}

/** What one took and was asked this week: facts, so that the same people are not always called. */
export function weekLine(candidate: Candidate): string {
  const { accepted_this_week: taken, asked_this_week: asked } = candidate;
  if (asked === 0 && taken === 0) return "pas encore sollicité cette semaine";
  return `${taken} acceptée${taken > 1 ? "s" : ""} sur ${asked} cette semaine`;
}

/** "jusqu’à 12:00", "à 20:00", "à demain 8:00". */
export function openWord(place: OpenPlace, now: number): string {
  if (place.is_open) return place.open_until ? `jusqu’à ${hour(place.open_until)}` : "ouvert";
  if (!place.opens_at) return "fermé";
  const when = relativeDay(place.opens_at, now);
  return when === "aujourd’hui" ? `à ${hour(place.opens_at)}` : `${when} ${hour(place.opens_at)}`;
}

const IN_HEADER = 3;

/**
 * The places that fit above the board: the first of each kind, so that several open centres never hide when
 * the SAMI opens; then the others, in their order.
 */
export function inHeader(places: readonly OpenPlace[]): OpenPlace[] {
  const first = places.filter(
    ({ kind }, index) => places.findIndex((place) => place.kind === kind) === index,
  );
  const others = places.filter((place) => !first.includes(place));
  const shown = [...first, ...others].slice(0, IN_HEADER);
  return places.filter((place) => shown.includes(place));
}
