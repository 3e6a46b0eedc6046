import type { DeclineReason, Offer } from "../../api";
import { distance } from "../../figures";
import { hour, type Instant, relativeDay } from "../../time";
import { attendingTitle } from "../../titles";
import { Level } from "../../ui/Level";
import type { AnonymousOffer } from "../../ui/OfferCard";
import { AGE_BAND } from "../../words";

/** The reasons of a doctor who does not take a new patient: a closed list, where the person never is one. */
export const ATTENDING_DECLINES: readonly DeclineReason[] = [
  "patient_list_full",
  "sector",
  "home_visits_impossible",
  "absent",
  "other",
];

/** "jusqu’à demain", "jusqu’au mar. 1er": the last day to answer. */
function untilWord(dueAt: Instant, now: Instant): string {
  const said = relativeDay(dueAt, now);
  if (said === "aujourd’hui") return `jusqu’à ${hour(dueAt)}`;
  return said === "demain" ? "jusqu’à demain" : `jusqu’au ${said}`;
}

/** A person who looks for a doctor, as the card says it; null for any other request. */
export function attendingCard(offer: Offer, now: Instant): AnonymousOffer | null {
  const { card } = offer;
  const { attending_doctor: sought } = card;
  if (sought === null) return null;
  const far = offer.distance_km === null ? null : `à ${distance(offer.distance_km)}`;
  const place = [card.sector ?? card.commune_name, far].filter(Boolean).join(", ");
  const age = card.age_band && AGE_BAND[card.age_band].replace(/^adulte /, "");
  const { waiting_days: days, places, places_left: left } = sought;
  return {
    title: attendingTitle(null),
    dueAt: offer.due_at,
    startedAt: offer.offered_at,
    facts: [],
    table: [
      { term: "Priorité", said: <Level level={sought.level} /> },
      ...(age ? [{ term: "Âge", said: age }] : []),
      { term: "Secteur", said: place },
      { term: "ALD", said: sought.long_term_illness ? "Oui" : "Non" },
      { term: "Visites", said: sought.home_visit ? "Oui, seulement" : "Non, se déplace" },
      ...(card.interpreter ? [{ term: "Interprète", said: card.interpreter }] : []),
      {
        term: "Attend depuis",
        said: days === 0 ? "aujourd’hui" : `${days} jour${days > 1 ? "s" : ""}`,
      },
    ],
    why: `Vous êtes la seule personne sollicitée ${untilWord(offer.due_at, now)}. Il vous reste ${left} place${left > 1 ? "s" : ""} sur ${places}.`,
    promise: "Le nom et le téléphone s’affichent quand vous acceptez.",
    slots: [],
  };
}
