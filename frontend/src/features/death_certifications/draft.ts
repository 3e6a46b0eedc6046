import { useEffect, useState } from "react";
import type { ProfessionalSummary } from "../../api";
import { type DeathForm, EMPTY } from "./form";
import type { Step, Stop } from "./steps";

/**
 * What is typed survives a refresh of the page, in this tab alone and for an hour: it names a person, so
 * it goes neither to the server before it is sent nor to another tab. It is forgotten once it is sent or
 * given up, or as soon as somebody else uses the tab.
 */

const PLACE = "maillage.deces";
const KEPT_FOR_MS = 60 * 60_000;

export type Draft = {
  form: DeathForm;
  step: Step;
  /** The attending doctor, when they were found in the directory. */
  doctor: ProfessionalSummary | null;
  /** Where the law stopped the request, and the key under which this is recorded once. */
  stop: { why: Stop; key: string } | null;
};

type Kept = Draft & { account: string; at: number };

function read(account: string): Draft | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null") as Kept | null;
    if (kept === null) return null;
    if (kept.account === account && Date.now() - kept.at < KEPT_FOR_MS) {
      return {
        form: { ...EMPTY, ...kept.form },
        step: kept.step,
        doctor: kept.doctor ?? null,
        stop: kept.stop ?? null,
      };
    }
    sessionStorage.removeItem(PLACE);
  } catch {
    // A browser that keeps nothing, or what it kept is not ours.
  }
  return null;
}

/** Forgets what was typed. */
export function forgetDraft(): void {
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/**
 * The draft of this tab, and the way to change it.
 *
 * @param account whose draft it is
 * @param first the form when nothing was being typed
 * @param active false once the request is sent: nothing is kept any more
 */
export function useDraft(account: string, first: DeathForm, active: boolean) {
  const [draft, setDraft] = useState<Draft>(
    () => read(account) ?? { form: first, step: "certain", doctor: null, stop: null },
  );
  useEffect(() => {
    if (!active || draft.step === "certain") return;
    try {
      sessionStorage.setItem(PLACE, JSON.stringify({ ...draft, account, at: Date.now() }));
    } catch {
      // Private windows of some browsers: the draft lives as long as the page.
    }
  }, [draft, account, active]);
  return [draft, setDraft] as const;
}
