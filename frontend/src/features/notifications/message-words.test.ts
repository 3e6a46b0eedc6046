import { describe, expect, it } from "vitest";
import type { Notification, OfferState } from "../../api";
import { aboutWord, waits, whatWord } from "./message-words";

const NOW = Date.parse("2026-11-24T09:00:00Z");

function message(given: Partial<Notification>): Notification {
  return {
    id: "m",
    kind: "offer_made",
    created_at: "2026-11-24T08:30:00Z",
    read_at: null,
    case_id: null,
    case_number: "SNP-1185",
    case_kind: "unscheduled_care",
    offer_id: "o",
    offer_state: "pending",
    absence_id: null,
    need: "paediatrics",
    discharge_need: null,
    home_at: null,
    sector: "Centre",
    due_at: "2026-11-24T09:45:00Z",
    starts_at: null,
    ends_at: null,
    appointments: null,
    ...given,
  };
}

describe("a message about an offer", () => {
  it("asks while the offer waits, and says until when", () => {
    const asks = message({});
    expect(waits(asks, NOW)).toBe(true);
    expect(whatWord(asks, NOW)).toBe("Une demande attend votre réponse");
    expect(aboutWord(asks, NOW)).toBe("SNP-1185 · Pédiatrie · Centre · répondre avant 10:45");
  });
  it("names the search for an attending doctor, and asks no care", () => {
    const asks = message({ case_number: "MT-0412", case_kind: "attending_doctor", need: null });
    expect(whatWord(asks, NOW)).toBe("Un patient cherche un médecin traitant");
    expect(aboutWord(asks, NOW)).toBe("MT-0412 · Centre · répondre avant 10:45");
    expect(whatWord({ ...asks, kind: "offer_reminder" }, NOW)).toBe(
      "Rappel\u00a0: un patient cherche un médecin traitant",
    );
  });
  it("says what a return home asks for and its day, never its hour", () => {
    const asks = message({
      case_number: "SOR-0098",
      need: null,
      discharge_need: "nurse",
      home_at: "2026-11-25T13:00:00Z",
    });
    expect(aboutWord(asks, NOW)).toBe(
      "SOR-0098 · Infirmier · retour demain · Centre · répondre avant 10:45",
    );
  });
  it.each<[OfferState, RegExp]>([
    ["accepted", /que vous avez acceptée/],
    ["declined", /que vous avez déclinée/],
    ["lapsed", /sans réponse de vous/],
    ["withdrawn", /n’est plus à pourvoir/],
  ])("says what became of it once it is %s, and asks nothing more", (offer_state, words) => {
    for (const kind of ["offer_made", "offer_reminder"] as const) {
      const over = message({ kind, offer_state });
      expect(whatWord(over, NOW)).toMatch(words);
      expect(whatWord(over, NOW)).not.toMatch(/attend/);
      expect(aboutWord(over, NOW)).toBe("SNP-1185 · Pédiatrie · Centre");
    }
  });
  it("says that the next doctor is asked when the days to take a patient are past", () => {
    const over = message({ case_kind: "attending_doctor", offer_state: "lapsed" });
    expect(whatWord(over, NOW)).toBe("Une demande passée au médecin suivant, sans réponse de vous");
  });
  it("asks nothing once the hour is past, be it that nobody has said so yet", () => {
    const late = message({ due_at: "2026-11-24T08:59:00Z" });
    expect(whatWord(late, NOW)).toBe("Une demande dont le délai est passé");
    const earlier = message({ kind: "earlier_time", offer_state: null, due_at: late.due_at });
    expect(whatWord(earlier, NOW)).toBe("Un créneau plus tôt s’était libéré");
  });
});

describe("a message about an absence", () => {
  const absence = {
    kind: "people_to_call",
    absence_id: "a",
    case_number: null,
    need: null,
    sector: null,
    due_at: null,
    offer_id: null,
    offer_state: null,
    starts_at: "2026-11-23T23:00:00Z",
  } as const;
  it.each([
    ["2026-11-28T23:00:00Z", "Absence 24 – 28 novembre"],
    ["2026-11-24T23:00:00Z", "Absence mardi 24 novembre"],
    [null, "Depuis mardi 24 novembre"],
  ])("names it by its days, until %s", (ends_at, words) => {
    expect(aboutWord(message({ ...absence, ends_at }), NOW).replaceAll("\u00a0", " ")).toBe(words);
  });
  it("says from when a part of a day is meant, and that a replacement is one", () => {
    const part = { ...absence, starts_at: "2026-11-24T13:00:00Z", ends_at: "2026-11-24T17:00:00Z" };
    expect(aboutWord(message(part), NOW)).toMatch(/^Absence mardi 24.novembre, à partir de 14:00$/);
    const mine = message({
      ...absence,
      kind: "replacement_named",
      ends_at: "2026-11-28T23:00:00Z",
    });
    expect(aboutWord(mine, NOW)).toMatch(/^Remplacement 24 – 28/);
  });
});

describe("a message about several appointments", () => {
  it("counts them and says when the first one is", () => {
    const moved = message({
      kind: "appointment_moved",
      case_number: null,
      offer_state: null,
      need: null,
      sector: null,
      due_at: null,
      starts_at: "2026-11-24T13:00:00Z",
      appointments: 4,
    });
    expect(whatWord(moved, NOW)).toBe("Des rendez-vous sont déplacés");
    expect(aboutWord(moved, NOW)).toBe("4 rendez-vous, le premier 14:00");
  });
});
