import type { Opening } from "../../api";
import { isProblem, problemFields, problemSentence } from "../../problems";
import { wallHour } from "../../time";
import { undoable } from "../../undo";
import { useDeleteOpening, useOpenUntil } from "./agenda";

const SHOWN = 4;
const SOONEST = 45;
const USUAL = [12, 17, 20, 24];
const WORTH_IT = 90;

/** The end of the half day that runs, `17:00`; the next one when little of it is left. */
export function usualEnd(minute: number): string {
  return written(USUAL.find((hour) => hour * 60 >= minute + WORTH_IT) ?? 24);
}

/** The whole hours to come that leave time for somebody, the usual end among them. */
export function hoursToCome(minute: number): string[] {
  const first = Math.ceil((minute + SOONEST) / 60);
  const next = Array.from({ length: SHOWN }, (_, index) => written(first + index));
  const usual = usualEnd(minute);
  const shown = next.includes(usual) ? next : [...next.slice(0, SHOWN - 1), usual];
  return shown.filter((time) => time <= "24:00");
}

/**
 * Opens one's time from now on, at the place and with the settings of last time, in the place of what runs
 * so already; stops it. Both can be taken back.
 */
export function useFreeUntil(running: Opening | null) {
  const open = useOpenUntil();
  const remove = useDeleteOpening();
  function free(time: string, { practiceId = "", onDone = () => {} } = {}) {
    if (open.isPending) return;
    open.mutate(
      { until: time, ...(practiceId && { practice_id: practiceId }) },
      {
        onSuccess: ({ id, version }) => {
          undoable({
            sentence: `Libre jusqu’à ${wallHour(time)}`,
            commit: () => undefined,
            revert: () => (running ? again(running) : remove.mutate({ id, version })),
          });
          onDone();
        },
      },
    );
  }
  function again({ to_time, practice_id }: Opening) {
    open.mutate({ until: to_time, practice_id });
  }
  function stop(opening: Opening, onDone = () => {}) {
    const { id, version } = opening;
    remove.mutate(
      { id, version },
      {
        onSuccess: () => {
          undoable({
            sentence: "Vous n’êtes plus libre. Les rendez-vous pris restent",
            commit: () => undefined,
            revert: () => again(opening),
          });
          onDone();
        },
      },
    );
  }
  return { open, free, stop, stopping: remove.isPending, error: open.error ?? remove.error };
}

/** Why one cannot be free until then. */
export function refusedWord(error: unknown): string {
  const fields = problemFields(error);
  if (isProblem(error) && fields.until) {
    if (error.related_id) return "Vous êtes déjà libre jusqu’à cette heure-là.";
    return fields.until.includes("closed")
      ? "Vous êtes fermé à ce moment-là. Rouvrez d’abord."
      : "Il ne reste pas le temps d’un créneau. Choisissez une heure plus tardive.";
  }
  return fields.practice_id ? "Choisissez le lieu où vous êtes." : problemSentence(error);
}

function written(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}
