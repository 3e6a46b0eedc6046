import { describe, expect, it } from "vitest";
import type { DeathCertificationRequest } from "../../api";
import {
  type CorrectionForm,
  correctionOf,
  correctionProblems,
  formOf,
  outcomeOf,
  refusedCorrection,
  stepsOf,
} from "./correction";

const NOW = Date.parse("2026-11-24T12:00:00+01:00");

const CERTIFIED = {
  state: "certified",
  closed_by: null,
  certificate_channel: "paper",
  created_at: "2026-11-24T09:00:20+01:00",
  accepted_at: "2026-11-24T09:05:30+01:00",
  departed_at: null,
  arrived_at: "2026-11-24T09:40:10+01:00",
  certified_at: "2026-11-24T10:10:50+01:00",
  professional: { name: "Dr Lucie Thévenin" },
} as unknown as DeathCertificationRequest;

function typed(
  changes: Partial<CorrectionForm>,
  times: Record<string, string> = {},
): CorrectionForm {
  const form = formOf(CERTIFIED);
  for (const [step, time] of Object.entries(times)) {
    form.times[step as keyof typeof form.times] = { day: "2026-11-24", time };
  }
  return { ...form, reason: "typed_wrong", ...changes };
}

describe("what is corrected of a death", () => {
  it("is nothing while nothing differs, seconds aside", () => {
    expect(correctionOf(typed({}), CERTIFIED, true)).toEqual({});
    expect(correctionProblems(typed({}), CERTIFIED, true, NOW)).toEqual({
      reason: "Rien n’est changé. Corrigez d’abord ce qui est faux.",
    });
  });

  it("is the hour that was typed, and that alone", () => {
    const form = typed({ text: " Écrit trop tôt " }, { certified_at: "10:40" });
    expect(correctionOf(form, CERTIFIED, false)).toEqual({
      certified_at: "2026-11-24T09:40:00.000Z",
      text: "Écrit trop tôt",
    });
    expect(correctionProblems(form, CERTIFIED, false, NOW)).toEqual({});
  });

  it("is a step that did not happen, when its hour is taken out", () => {
    const form = typed({ outcome: "seen_to_by_samu" }, { arrived_at: "" });
    expect(correctionOf(form, CERTIFIED, true)).toEqual({
      outcome: "seen_to_by_samu",
      arrived_at: null,
    });
  });

  it.each([
    [{ certified_at: "13:30" }, { certified_at: "Cette heure est à venir. Vérifiez-la." }],
    [
      { arrived_at: "08:50" },
      { arrived_at: expect.stringContaining("C’est avant « Acceptée à 9:05 »") },
    ],
    [
      { accepted_at: "08:50" },
      { accepted_at: expect.stringContaining("C’est avant la demande, à 9:00") },
    ],
    [
      { certified_at: "09:30" },
      { certified_at: expect.stringContaining("C’est avant « Sur place à 9:40 »") },
    ],
    [{ certified_at: "" }, { certified_at: "Écrivez une heure comme 7:30." }],
  ])("is found wanting: %o", (times, problems) => {
    expect(correctionProblems(typed({}, times), CERTIFIED, true, NOW)).toEqual(problems);
  });

  it("wants a reason, and the way of a certificate that was not said", () => {
    const obstacle = {
      ...CERTIFIED,
      state: "obstacle_reported",
      certificate_channel: null,
    } as const;
    const form = { ...formOf({ ...obstacle, certified_at: null }), outcome: "certified" } as const;
    expect(Object.keys(correctionProblems(form, obstacle, true, NOW))).toEqual([
      "certified_at",
      "channel",
      "reason",
    ]);
  });

  it("is no step of a request that nobody had taken", () => {
    const cancelled = { ...CERTIFIED, state: "request_cancelled", professional: null } as const;
    expect(outcomeOf(cancelled)).toBe("");
    expect(stepsOf(formOf(cancelled), cancelled, true)).toEqual([]);
    const came = { ...formOf(cancelled), outcome: "obstacle_reported", reason: "other" } as const;
    expect(Object.keys(correctionProblems(came, cancelled, true, NOW))).toEqual(["outcome"]);
  });

  it("leaves the hour of acceptance to the coordination", () => {
    expect(stepsOf(formOf(CERTIFIED), CERTIFIED, false)).not.toContain("accepted_at");
  });
});

describe("a correction that the server refused", () => {
  const refused = (pointer: string, message: string) =>
    refusedCorrection({
      type: "invalid_input",
      title: "",
      status: 422,
      errors: [{ pointer, message }],
    });

  it("leads to its field, or shows the words back", () => {
    expect(refused("/arrived_at", "This time is to come")?.fields).toHaveProperty("arrived_at");
    expect(refused("", "Say what was wrong")?.fields).toHaveProperty("reason");
    expect(
      refused("/text", "These words look medical: cancer, chute. Take them out")?.medicalWords,
    ).toEqual(["cancer", "chute"]);
    expect(refused("/text", "This holds a social security number")?.fields.text).toContain(
      "numéro",
    );
    expect(refusedCorrection(new Error("network"))).toBeNull();
  });
});
