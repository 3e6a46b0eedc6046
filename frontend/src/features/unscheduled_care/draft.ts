import { useEffect, useRef, useState } from "react";
import { deleteUnscheduledCareDraft, saveUnscheduledCareDraft } from "../../api";
import { isProblem } from "../../problems";
import { draftInput, type FormState, isBlank } from "./form";

const PAUSE_MS = 800;

/** Throws the draft away. */
export async function discardDraft(leaving: boolean): Promise<void> {
  await deleteUnscheduledCareDraft({ keepalive: leaving });
}

export type Kept = { state: "none" } | { state: "kept"; at: string } | { state: "refused" };

/**
 * Keeps what is typed on the server, a moment after each pause, one save at a time: the last one wins.
 * Leaving before the pause is over saves at once.
 *
 * @param active false once the request is sent or given up: nothing is kept any more
 * @returns since when the draft is kept, or that the server refused it (a social security number)
 */
export function useKeptDraft(form: FormState, checkedAt: string | null, active: boolean): Kept {
  const [kept, setKept] = useState<Kept>({ state: "none" });
  const saving = useRef<Promise<unknown>>(Promise.resolve());
  const wanted = useRef(0);
  const unsaved = useRef<((leaving: boolean) => void) | null>(null);

  useEffect(() => {
    wanted.current += 1;
    const mine = wanted.current;
    if (!active || (isBlank(form) && checkedAt === null)) return;
    async function save(leaving: boolean) {
      if (wanted.current !== mine) return;
      const { data, error } = await saveUnscheduledCareDraft({
        body: draftInput(form, checkedAt),
        keepalive: leaving,
      });
      if (wanted.current !== mine) return;
      if (data) setKept({ state: "kept", at: data.saved_at });
      else if (isProblem(error) && error.type === "invalid_input") setKept({ state: "refused" });
    }
    const send = (leaving: boolean) => {
      unsaved.current = null;
      // A page that goes away cannot wait for the save before.
      saving.current = leaving ? save(true) : saving.current.then(() => save(false));
    };
    unsaved.current = send;
    const timer = setTimeout(() => send(false), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [form, checkedAt, active]);

  useEffect(() => {
    const leave = () => unsaved.current?.(true);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);

  return kept;
}
