import { describe, expect, it } from "vitest";
import type { Offer } from "../../api";
import type { Answers } from "./offer-answers";
import { cardOf, closedWord, phaseOf, sorted, wishWord } from "./offer-words";
import { dots, sentence } from "./WeekShare";

const NOW = Date.parse("2026-11-24T18:40:00Z");

function offer(changed: Partial<Offer> = {}): Offer {
  return {
    id: "1",
    state: "pending",
    reason: "attending_doctor",
    alone: true,
    wave: 0,
    waves: 3,
    offered_at: "2026-11-24T18:37:00Z",
    due_at: "2026-11-24T18:52:00Z",
    seen_at: null,
    answered_at: null,
    closed_at: null,
    decline_reason: null,
    withdrawn_because: null,
    distance_km: 1.4,
    card: {
      kind: "unscheduled_care",
      need: "ear_nose_throat",
      age_band: "years_4_6",
      urgency: "within_24_hours",
      wished_before: "2026-11-25T11:00:00Z",
      sector: "Port-à-l’Anglais",
      commune_name: "Vitry-sur-Seine",
      mobility: "can_travel",
      requester_profession: "infirmière",
      interpreter: null,
      profession_sought: null,
      found_at: null,
      place_kind: null,
      attending_doctor: null,
      opinion: null,
      discharge: null,
      teleconsultation: null,
    },
    slots: [],
    accepted_slot: null,
    request_id: null,
    case_number: "SNP-1207",
    actions: ["accept", "decline"],
    ...changed,
  };
}

const nothing: Answers = {
  standing: new Map(),
  held: new Set(),
  refused: new Map(),
  settled: 0,
};

describe("the card of an offer", () => {
  it("says the need, the delay, the place and who asks, as drawn", () => {
    const { title, facts, why } = cardOf(offer(), NOW);
    expect(title).toBe("ORL\u00a0· enfant de 4 à 6 ans");
    expect(facts.map(({ text }) => text)).toEqual([
      "À voir avant demain midi",
      "Port-à-l’Anglais, 1,4\u00a0km, se déplace",
      "Demandé par une infirmière",
    ]);
    expect(why).toBe(
      "Vous êtes le médecin traitant. Personne d’autre n’est sollicité pour l’instant.",
    );
  });

  it("says of an opinion what was closed, and proposes no time before it is read", () => {
    const asked = offer({
      reason: "opinion_group",
      slots: [{ slot_id: "s", practice_id: "p", starts_at: "2026-11-25T08:20:00Z", ends_at: "x" }],
    });
    asked.card = {
      ...asked.card,
      kind: "second_opinion",
      need: null,
      mobility: null,
      opinion: {
        specialty_label: "Cardiologie",
        group_name: "Filière cardiologie",
        urgency: "few_days",
        facts: [{ label: "Motif", value: "Palpitations" }],
      },
    };
    const { title, facts, why, slots } = cardOf(asked, NOW);
    expect(title).toBe("Avis, cardiologie\u00a0· enfant de 4 à 6 ans");
    expect(facts[0]?.text).toBe("Motif\u00a0: palpitations");
    expect(facts[1]?.text).toMatch(/^Réponse souhaitée en quelques jours, avant /);
    expect(why).toMatch(/^Votre groupe est sollicité\./);
    expect(slots).toEqual([]);
  });

  it("has no reason to give to one of many in the network", () => {
    expect(cardOf(offer({ reason: "near", alone: false }), NOW).why).toBeNull();
  });

  it.each([
    ["2026-11-24T20:00:00Z", "À voir avant 21:00"],
    ["2026-11-26T05:12:00Z", "À voir avant jeu.\u00a026, 6:12"],
  ])("wished before %s reads %s", (wish, said) => {
    expect(wishWord(wish, NOW)).toBe(said);
  });
});

describe("where an answer stands", () => {
  it("is what the server says of an offer that closed", () => {
    const closed_at = "2026-11-24T18:22:00Z";
    const phase = (state: Offer["state"]) => phaseOf(offer({ state, closed_at }), nothing, NOW);
    expect(phase("withdrawn")).toEqual({ name: "taken", at: "à 19:22" });
    expect(phase("lapsed")).toEqual({
      name: "lapsed",
      at: "à 19:22",
      passed: "partie au réseau",
    });
    expect(phase("declined")).toEqual({
      name: "answered",
      shape: "off",
      sentence: "Vous avez décliné à 19:22.",
    });
  });

  it("says that the next doctor is asked, and nobody else, once the days to take a patient are past", () => {
    const card = { ...offer().card, kind: "attending_doctor" as const };
    const lapsed = offer({ state: "lapsed", closed_at: "2026-11-24T18:22:00Z", card });
    expect(closedWord(lapsed, NOW).sentence).toBe(
      "Délai passé à 19:22, passée au médecin suivant.",
    );
    expect(phaseOf(lapsed, nothing, NOW)).toMatchObject({ passed: "passée au médecin suivant" });
  });

  it("does not say of a request that is gone that a colleague has it", () => {
    const closed = { state: "withdrawn", closed_at: "2026-11-24T18:22:00Z" } as const;
    const gone = offer({ ...closed, withdrawn_because: "closed" });
    const sentence = "Annulée ou close à 19:22, rien à faire.";
    expect(phaseOf(gone, nothing, NOW)).toEqual({ name: "answered", shape: "off", sentence });
    expect(closedWord(gone, NOW).sentence).toBe(sentence);
    const taken = offer({ ...closed, withdrawn_because: "taken" });
    expect(closedWord(taken, NOW).sentence).toBe("Déjà pourvue à 19:22. Merci.");
  });

  it("hides the card while a refusal can be taken back", () => {
    expect(phaseOf(offer(), { ...nothing, held: new Set(["1"]) }, NOW)).toBeNull();
  });

  it("repeats the decision that waits for a network", () => {
    const decision = { kind: "accept", slotId: "x", startsAt: "2026-11-25T08:20:00Z" } as const;
    const standing = new Map([["1", { standing: "kept" as const, decision }]]);
    expect(phaseOf(offer(), { ...nothing, standing }, NOW)).toEqual({
      name: "offline",
      answer: "Accepter, mer.\u00a09:20",
    });
  });

  it("is over once its delay has passed, even when the server has not swept yet", () => {
    expect(phaseOf(offer({ actions: [] }), nothing, NOW)?.name).toBe("lapsed");
  });
});

describe("the inbox", () => {
  const later = offer({ id: "2", case_number: "SNP-2", due_at: "2026-11-24T19:28:00Z" });

  it("puts the most pressing first", () => {
    const { cards } = sorted([later, offer()], new Set(), NOW);
    expect(cards.map(({ id }) => id)).toEqual(["1", "2"]);
  });

  it("keeps the place of an offer that closes while it is looked at", () => {
    const taken = offer({ state: "withdrawn", closed_at: "2026-11-24T18:39:00Z" });
    expect(sorted([taken, later], new Set(["1"]), NOW).cards.map(({ id }) => id)).toEqual([
      "1",
      "2",
    ]);
    const unseen = sorted([taken, later], new Set(), NOW);
    expect(unseen.cards.map(({ id }) => id)).toEqual(["2"]);
    expect(unseen.closed.map(({ id }) => id)).toEqual(["1"]);
  });

  it("does not say that a request is taken when it is being asked again", () => {
    const before = offer({ id: "0", state: "withdrawn", closed_at: "2026-11-24T17:00:00Z" });
    expect(sorted([before, offer()], new Set(), NOW).closed).toEqual([]);
  });

  it("forgets what closed long ago", () => {
    const old = offer({ state: "lapsed", closed_at: "2026-11-23T18:00:00Z" });
    expect(sorted([old], new Set(), NOW).closed).toEqual([]);
  });
});

describe("the share of the week", () => {
  it("is one sign for each request, up to the cap", () => {
    const share = { asked: 4, accepted: 2, declined: 1, lapsed: 1, slots: 0, weekly_cap: 5 };
    expect(dots(share)).toEqual(["done", "done", "off", "off", "draft"]);
  });

  it("shows no room left beyond the cap", () => {
    const share = { asked: 7, accepted: 6, declined: 0, lapsed: 0, slots: 3, weekly_cap: 5 };
    expect(dots(share)).toEqual(Array(6).fill("done"));
  });

  it("says what was given by slots apart: the cap is of requests", () => {
    const share = { asked: 4, accepted: 2, declined: 1, lapsed: 1, slots: 0, weekly_cap: 5 };
    expect(sentence(share)).toBe("2 acceptées sur 4, plafond 5");
    const idle = { asked: 0, accepted: 0, declined: 0, lapsed: 0, slots: 9, weekly_cap: 5 };
    expect(sentence(idle)).toBe("Pas encore sollicité, 9 par créneau, plafond 5");
  });
});
