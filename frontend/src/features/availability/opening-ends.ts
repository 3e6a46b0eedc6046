import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Agenda, AgendaOccurrence, Opening } from "../../api";
import { getOpeningOptions } from "../../api/@tanstack/react-query.gen";
import { problemSentence } from "../../problems";
import { dayKey } from "../../time";
import { sendNow, undoable } from "../../undo";
import { useChangeDay, useDeleteOpening, useRestoreDay } from "./agenda";
import { closedWords } from "./ahead-words";

/**
 * Closing what is open, for one day or for good, from the page: it stays when the sheet is gone. What
 * cannot be undone on the server waits eight seconds in the page, and is hidden meanwhile.
 */
export function useOpeningEnds() {
  const client = useQueryClient();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const leaveOut = useChangeDay();
  const restore = useRestoreDay();
  const remove = useDeleteOpening();
  const refused = leaveOut.error ?? restore.error ?? remove.error;

  function hide(id: string, on: boolean) {
    setHidden((known) => {
      const next = new Set(known);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  }
  function closeDay({ opening, starts_at }: AgendaOccurrence) {
    const { id, version } = opening;
    const on_day = dayKey(starts_at);
    sendNow();
    leaveOut.mutate(
      { id, version, on_day, instead: null },
      {
        onSuccess: (changed) =>
          undoable({
            sentence: "Plage fermée ce jour",
            commit: () => undefined,
            revert: () => restore.mutate({ id, version: changed.opening.version, on_day }),
          }),
      },
    );
  }
  async function closeForGood({ id, version }: Opening) {
    const kept = await client
      .fetchQuery(getOpeningOptions({ path: { opening_id: id } }))
      .then(({ appointments_ahead }) => appointments_ahead ?? 0)
      .catch(() => 0); // closing says why it cannot be
    hide(id, true); // from here on it is closed even when the page is left
    undoable({
      sentence: closedWords(kept),
      commit: (leaving) =>
        remove.mutate({ id, version, leaving }, { onError: () => hide(id, false) }),
      revert: () => hide(id, false),
    });
  }
  return {
    closeDay,
    closeForGood,
    problem: refused ? problemSentence(refused) : null,
    /** The agenda without what is being closed. */
    without: (agenda: Agenda): Agenda => ({
      ...agenda,
      occurrences: agenda.occurrences.filter(({ opening }) => !hidden.has(opening.id)),
    }),
  };
}
