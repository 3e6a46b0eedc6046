import { describe, expect, it } from "vitest";
import type { Appointment, UnscheduledCareRequest } from "../../../api";
import { nextSteps } from "./next-steps";

const NOW = Date.parse("2026-11-24T18:41:00Z");
const appointment = { starts_at: "2026-11-25T08:20:00Z", mode: "office" } as Appointment;
const held = {
  state: "slot_held",
  appointment,
  actions: ["confirm", "withdraw"],
  clock: {
    kind: "confirmation",
    started_at: "2026-11-24T18:41:00Z",
    due_at: "2026-11-24T19:41:00Z",
    paused_at: null,
  },
} satisfies Pick<UnscheduledCareRequest, "state" | "appointment" | "actions" | "clock">;

const said = (steps: ReturnType<typeof nextSteps>) =>
  steps.map(({ phase, title, detail }) => [phase, title, detail]);

describe("what follows an acceptance", () => {
  it("is a call, then the appointment", () => {
    expect(said(nextSteps(held, NOW))).toEqual([
      [
        "now",
        "Appelez pour confirmer mer.\u00a09:20",
        "Avant 20:41, sinon la coordination est prévenue",
      ],
      ["next", "Mercredi 9:20, au cabinet", "Puis un appui\u00a0: venu, ou non venu"],
    ]);
  });

  it("says that the coordination knows once the call is late", () => {
    const late = Date.parse("2026-11-24T19:50:00Z");
    expect(nextSteps(held, late)[0]?.detail).toBe("La coordination est prévenue depuis 20:41");
  });

  it("asks for a time when none was given", () => {
    const [now] = nextSteps({ ...held, appointment: null }, NOW);
    expect(now?.title).toBe("Appelez pour convenir d’une heure");
  });

  it("asks whether the person came when the time has come", () => {
    const confirmed = { ...held, state: "appointment_confirmed" as const };
    const come = nextSteps({ ...confirmed, actions: ["record_outcome", "withdraw"] }, NOW);
    expect(come.map(({ phase }) => phase)).toEqual(["past", "now"]);
    expect(come[1]?.detail).toBe("La personne est-elle venue\u00a0?");
  });
});
