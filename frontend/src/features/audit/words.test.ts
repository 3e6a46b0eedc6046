import { describe, expect, it } from "vitest";
import { actionWords, detailWords } from "./words";

const trace = (action: string, detail: unknown = null) => ({
  action,
  detail: detail === null ? null : JSON.stringify(detail),
});

describe("a line of the trail", () => {
  it("says why an identity was shown, and stands out when a reason had to be given", () => {
    const agenda = trace("person.identity_read", { why: "agenda" });
    expect([actionWords(agenda), detailWords(agenda)]).toEqual([
      "A lu l’identité",
      "Dans son agenda",
    ]);
    const forced = trace("person.identity_read", { why: "break_glass", reason: "Famille ici" });
    expect([actionWords(forced), detailWords(forced)]).toEqual([
      "Accès forcé à l’identité",
      "« Famille ici »",
    ]);
  });

  it("says the reason of a refusal in the words of the screen that asked for it", () => {
    expect(detailWords(trace("offer.declined", { reason: "no_room" }))).toBe(
      "Pas de place dans le délai",
    );
  });

  it("shows what changed without the marks of the machine, and what has no words as it is", () => {
    const changed = trace("community_rules.replaced", {
      changed: { "dispatch.weekly_cap": [5, 6] },
    });
    expect(detailWords(changed)).toBe("dispatch.weekly_cap : 5 → 6");
    const own = trace("membership.replaced", { changed: ["quiet_hours", "weekly_cap"] });
    expect(detailWords(own)).toBe("quiet_hours, weekly_cap");
    expect(detailWords(trace("session.ended"))).toBe("");
    expect(actionWords(trace("later.invented"))).toBe("later.invented");
  });

  it("says an act that has no sentence by what was done and on what", () => {
    expect(actionWords(trace("hospital_discharge_request.postponed"))).toBe(
      "A repoussé : sortie d’hôpital",
    );
    expect(actionWords(trace("hospital_discharge_request.invented"))).toBe(
      "hospital_discharge_request.invented",
    );
  });
});
