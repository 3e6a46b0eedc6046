import type { DischargeCard, Offer, OfferReason, OpinionCard } from "../../api";
import { DISCHARGE_AUTONOMY, DISCHARGE_FREQUENCY, DISCHARGE_NEED } from "../../discharge-words";
import { distance } from "../../figures";
import { OPINION_URGENCY } from "../../opinion-words";
import { teleconsultationOffered } from "../../teleconsultation-words";
import {
  appointmentTime,
  atHour,
  type Instant,
  minuteOfDay,
  noonOf,
  relativeDay,
  relativeHour,
} from "../../time";
import { askedBy, attendingTitle, opinionTitle, requestTitle } from "../../titles";
import type { AnonymousOffer, OfferPhase } from "../../ui/OfferCard";
import type { Shape } from "../../ui/StatusShape";
import { AGE_BAND, DEATH_PLACE_WHERE, DEATH_PROFESSION, MOBILITY } from "../../words";
import type { Answers, Decision } from "./offer-answers";

const NOON = 12 * 60;

const WHY: Record<OfferReason, string | null> = {
  attending_doctor: "Vous êtes le médecin traitant.",
  usual_professional: "Vous suivez cette personne.",
  near: null,
  network: null,
  rota: "Vous êtes d’astreinte.",
  assigned: "La coordination vous l’a confiée.",
  in_turn: "C’est votre tour.",
  named_colleague: "Votre avis est demandé nommément.",
  opinion_group: "Votre groupe est sollicité.",
};

const ALONE = "Personne d’autre n’est sollicité pour l’instant.";

/** `À voir avant demain midi`, `À voir avant 20:00`. */
export function wishWord(wishedBefore: Instant, now: Instant): string {
  if (minuteOfDay(wishedBefore) !== NOON) return `À voir avant ${relativeHour(wishedBefore, now)}`;
  const of = relativeDay(wishedBefore, now);
  return of === "aujourd’hui" ? "À voir avant midi" : `À voir avant ${of} midi`;
}

function lowered(words: string): string {
  return words.charAt(0).toLocaleLowerCase("fr") + words.slice(1);
}

/** Need and age band; of a death, only where: "Décès à constater, à domicile". */
export function offerTitle({ card }: Offer): string {
  if (card.kind === "attending_doctor") return attendingTitle(card.age_band);
  if (card.opinion) return opinionTitle(card.opinion.specialty_label, card.age_band);
  if (card.discharge) return dischargeOffered(card.discharge);
  if (card.teleconsultation) return teleconsultationOffered(card.teleconsultation);
  if (card.kind !== "death_certification") return requestTitle(card.need, card.age_band);
  return card.place_kind
    ? `Décès à constater, ${DEATH_PLACE_WHERE[card.place_kind]}`
    : "Décès à constater";
}

/** Of an opinion: each closed answer of the template; the texts are read after acceptance. */
function opinionFacts({ facts }: OpinionCard) {
  return facts.map(({ label, value }) => ({
    kind: "answer" as const,
    text: `${label}\u00a0: ${lowered(value)}`,
  }));
}

function whenWord({ opinion }: Offer["card"], wish: Instant, now: Instant): string {
  if (!opinion) return wishWord(wish, now);
  return `Réponse souhaitée ${lowered(OPINION_URGENCY[opinion.urgency])}, avant ${relativeHour(wish, now)}`;
}

/** "Infirmier à domicile, 1 fois par jour". */
function dischargeOffered({ need, frequency }: DischargeCard): string {
  const often = frequency && DISCHARGE_FREQUENCY[frequency];
  return [`Sortie d’hôpital\u00a0: ${lowered(DISCHARGE_NEED[need])}`, often]
    .filter(Boolean)
    .join(", ");
}

/** "Retour à domicile jeu. 3, 80 ans et plus, aidée". */
function dischargeFact({ card }: Offer, now: Instant): string | null {
  if (!card.discharge) return null;
  const { planned_on, autonomy } = card.discharge;
  const who = [
    card.age_band && AGE_BAND[card.age_band],
    autonomy !== "unknown" && lowered(DISCHARGE_AUTONOMY[autonomy]),
  ].filter(Boolean);
  return [`Retour à domicile ${relativeDay(noonOf(planned_on), now)}`, ...who].join(", ");
}

/** An offer as its card says it. */
export function cardOf(offer: Offer, now: Instant): AnonymousOffer {
  const { card } = offer;
  const title = offerTitle(offer);
  const asked = [
    askedBy(card.requester_profession),
    card.interpreter && `interprète\u00a0: ${card.interpreter}`,
  ];
  const where = [
    card.sector ?? card.commune_name,
    offer.distance_km === null ? null : distance(offer.distance_km),
    card.mobility && lowered(MOBILITY[card.mobility]),
  ];
  const why = [WHY[offer.reason], offer.alone && ALONE].filter(Boolean).join(" ");
  return {
    title,
    dueAt: offer.due_at,
    startedAt: offer.offered_at,
    facts: [
      ...(card.opinion ? opinionFacts(card.opinion) : []),
      ...(dischargeFact(offer, now)
        ? [{ kind: "when" as const, text: dischargeFact(offer, now) ?? "" }]
        : []),
      ...(card.wished_before && !card.discharge
        ? [{ kind: "when" as const, text: whenWord(card, card.wished_before, now) }]
        : []),
      ...(card.found_at
        ? [{ kind: "when" as const, text: `Personne trouvée ${atHour(card.found_at, now)}` }]
        : []),
      { kind: "where", text: where.filter(Boolean).join(", ") },
      ...(card.profession_sought
        ? [{ kind: "duty" as const, text: DEATH_PROFESSION[card.profession_sought] }]
        : []),
      { kind: "asked_by", text: asked.filter(Boolean).join(", ") },
    ],
    why: why || null,
    // An opinion is answered in writing first: its page gives a time to those who want to see the person.
    slots: card.opinion
      ? []
      : offer.slots.map(({ slot_id, starts_at }) => ({ id: slot_id, startsAt: starts_at })),
  };
}

/** What a button said when it was tapped: "Accepter, mer. 9:20". */
export function decisionWord(decision: Decision, now: Instant): string {
  if (decision.kind === "decline") return "Décliner";
  if (decision.etaMinutes !== undefined) {
    return `Accepter, arrivée dans ${decision.etaMinutes}\u00a0min`;
  }
  return decision.startsAt ? `Accepter, ${appointmentTime(decision.startsAt, now)}` : "Accepter";
}

/** Whom a request went to without an answer: doctors are asked one after the other to take a patient. */
function passedWord({ card }: Offer): string {
  return card.kind === "attending_doctor" ? "passée au médecin suivant" : "partie au réseau";
}

function closedPhase(offer: Offer, now: Instant): OfferPhase {
  const at = atHour(offer.closed_at ?? offer.due_at, now);
  const { withdrawn_because: why } = offer;
  if (offer.state === "withdrawn" && why !== "closed" && why !== "left") {
    return { name: "taken", at };
  }
  if (offer.state === "lapsed") return { name: "lapsed", at, passed: passedWord(offer) };
  return { name: "answered", ...closedWord(offer, now) };
}

/** What a closed offer says in one line. */
export function closedWord(offer: Offer, now: Instant): { shape: Shape; sentence: string } {
  const at = atHour(offer.closed_at ?? offer.due_at, now);
  switch (offer.state) {
    case "accepted":
      return { shape: "done", sentence: `Vous avez accepté ${at}.` };
    case "declined":
      return { shape: "off", sentence: `Vous avez décliné ${at}.` };
    case "withdrawn":
      if (offer.withdrawn_because === "closed") {
        return { shape: "off", sentence: `Annulée ou close ${at}, rien à faire.` };
      }
      if (offer.withdrawn_because === "left") {
        return { shape: "off", sentence: `Retirée ${at}\u00a0: vous n’exercez plus ici.` };
      }
      return { shape: "agreed", sentence: `Déjà pourvue ${at}. Merci.` };
    default:
      return { shape: "off", sentence: `Délai passé ${at}, ${passedWord(offer)}.` };
  }
}

/** Where the answer to an offer stands, from what the server and this device know; null: not to be shown. */
export function phaseOf(offer: Offer, answers: Answers, now: Instant): OfferPhase | null {
  if (answers.held.has(offer.id)) return null;
  const mine = answers.standing.get(offer.id);
  if (mine?.standing === "kept") {
    return { name: "offline", answer: decisionWord(mine.decision, now) };
  }
  if (mine) return mine.decision.kind === "accept" ? { name: "sending" } : null;
  if (offer.state !== "pending") return closedPhase(offer, now);
  const refused = answers.refused.get(offer.id)?.type;
  if (refused === "offer_taken") return { name: "taken", at: atHour(now, now) };
  if (refused === "offer_lapsed" || offer.actions.length === 0) {
    return { name: "lapsed", at: atHour(offer.due_at, now), passed: passedWord(offer) };
  }
  return { name: "open" };
}

const RECENT_MS = 12 * 60 * 60_000;
const MOST_CLOSED = 5;

/**
 * The offers of the inbox: those with a card, the most pressing first, and those that closed lately without
 * this person. What closes while it is looked at keeps its place, so that nothing moves under the thumb.
 *
 * @param looked the offers that had a card since the page opened
 */
export function sorted(offers: Offer[], looked: ReadonlySet<string>, now: number) {
  const cards = offers
    .filter(({ id, state }) => state === "pending" || looked.has(id))
    .sort((one, other) => one.due_at.localeCompare(other.due_at));
  const shown = new Set(cards.map((offer) => offer.case_number));
  const closed = offers.filter((offer) => {
    if (offer.state !== "withdrawn" && offer.state !== "lapsed") return false;
    // Asked again for the same request: the newer card says it all.
    if (shown.has(offer.case_number)) return false;
    return now - Date.parse(offer.closed_at ?? offer.due_at) < RECENT_MS;
  });
  return { cards, closed: closed.slice(0, MOST_CLOSED) };
}
