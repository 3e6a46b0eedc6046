import { describe, expect, it } from "vitest";
import type { Teleconsultation, TeleconsultationKiosk } from "../../../api";
import { consentWord, grouped, kioskWord, lateWord, missingWord } from "./booking-words";
import { bookingOf, EMPTY, problemsOf } from "./desk-form";

const NOW = "2026-11-24T10:06:00Z";

function booking(changed: Partial<Teleconsultation>): Teleconsultation {
  return {
    state: "confirmed",
    is_late: false,
    starts_at: "2026-11-24T10:00:00Z",
    kept_until: null,
    confirm_by_phone: false,
    confirmed_by_phone_at: null,
    consent: { by: "person", video: true, data: true, at: NOW, recorded_by: "Anne Rivoal" },
    actions: [],
    ...changed,
  } as Teleconsultation;
}

describe("the waiting room", () => {
  it("has each booking once, who is there first, who is late next", () => {
    const groups = grouped([
      booking({ id: "later" }),
      booking({ id: "late", is_late: true }),
      booking({ id: "there", state: "checked_in" }),
      booking({ id: "sought", state: "network_asked" }),
      booking({ id: "report", state: "finished", actions: ["tick_report"] }),
      booking({ id: "over", state: "cancelled" }),
    ]);
    expect(groups.map(({ title, items }) => [title, items.map(({ id }) => id)])).toEqual([
      ["Sur place", ["there"]],
      ["En retard", ["late"]],
      ["On cherche un médecin", ["sought"]],
      ["À venir", ["later"]],
      ["Compte rendu à envoyer", ["report"]],
      ["Passées", ["over"]],
    ]);
  });

  it("says how late somebody is, and until when the hour is theirs", () => {
    const late = booking({ is_late: true, kept_until: "2026-11-24T10:10:00Z" });
    expect(lateWord(late, NOW)).toBe("En retard de 6\u00a0min, gardée jusqu’à 11:10");
    expect(lateWord(booking({}), NOW)).toBeNull();
  });

  it("says what stops a call that is about to begin", () => {
    expect(missingWord(booking({ consent: null }))).toBe("Accord pour la vidéo à noter");
    expect(missingWord(booking({ confirm_by_phone: true }))).toContain("À appeler avant");
    expect(missingWord(booking({ state: "finished", consent: null }))).toBeNull();
    expect(missingWord(booking({}))).toBeNull();
  });

  it("says who agreed, to what, and who wrote it", () => {
    const { consent } = booking({});
    expect(consent && consentWord(consent, NOW)).toBe(
      "Vidéo et données, par la personne, noté par Anne Rivoal, 11:06",
    );
  });
});

it("a kiosk is silent, or its clock is wrong, or it was heard of", () => {
  const kiosk = {
    is_silent: false,
    silent_since: null,
    clock_is_wrong: false,
    skew_seconds: 0,
    last_heartbeat_at: "2026-11-24T10:05:00Z",
  } as TeleconsultationKiosk;
  const silent = { ...kiosk, is_silent: true, silent_since: "2026-11-24T09:54:00Z" };
  const wrong = { ...kiosk, clock_is_wrong: true, skew_seconds: -240 };
  expect([silent, wrong, kiosk].map((one) => kioskWord(one, NOW))).toEqual([
    "Muette depuis 12\u00a0min",
    "Horloge en retard de 4\u00a0min",
    "Vue 11:05",
  ]);
});

describe("a booking from the desk", () => {
  const typed = {
    ...EMPTY,
    site_id: "site",
    reason: "dermatology" as const,
    family_name: "Ormelin",
    given_name: "Zoé",
    birth_date: "12/05/2019",
    sex: "female" as const,
    phone: "06 39 98 41 07",
    commune_insee: "94081",
    doctor_status: "none" as const,
  };

  it("asks for the adult of a minor, whom a doctor may take with a reason", () => {
    expect(Object.keys(problemsOf(typed, NOW, false))).toEqual([
      "adult_name",
      "tie",
      "adult_phone",
      "parental_consent",
    ]);
    const overridden = { ...typed, override_reason: "Vient seule, connue du cabinet" };
    expect(problemsOf(overridden, NOW, true)).toEqual({});
    expect(Object.keys(problemsOf(overridden, NOW, false))).toHaveLength(4);
  });

  it("is sent as soon as possible, or for the time that is held", () => {
    expect(bookingOf(typed, NOW)).toMatchObject({ soon: { site_id: "site" } });
    const hold = { token: "a-token-that-is-long" } as never;
    const chosen = { ...typed, when: "chosen" as const, hold, exception: "urgent" as const };
    expect(bookingOf(chosen, NOW)).toMatchObject({
      held: { hold_token: "a-token-that-is-long", territorial_exception: "urgent" },
    });
  });
});
