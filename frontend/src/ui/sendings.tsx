import { serverNow } from "../clock";
import { appointmentTime, atHour } from "../time";
import type { StatusValues } from "../words";
import { Button } from "./Button";
import type { Column } from "./DataTable";
import classes from "./sendings.module.css";

/** Something sent to another system, tried again by itself until it is taken or given up. */
type Sending = {
  id: string;
  state: string;
  attempts: number;
  next_attempt_at: string | null;
  last_error: string | null;
  actions: readonly "retry"[];
};

/**
 * What completes the words of the state: the next attempt and its hour, or when it was taken.
 *
 * @param takenAt when the other system took it, or null
 */
export function sendingValues(
  { state, attempts, next_attempt_at }: Sending,
  takenAt: string | null,
): StatusValues {
  if (state === "waiting" && attempts === 0) return {};
  const known = state === "waiting" ? next_attempt_at : takenAt;
  return { hour: known ? atHour(known, serverNow()) : undefined, count: attempts + 1 };
}

/** An instant in a cell: "demain 9:20". */
export function CellTime({ at }: { at: string }) {
  return (
    <time className={classes.when} dateTime={at}>
      {appointmentTime(at, serverNow())}
    </time>
  );
}

/**
 * The two last columns: why it was not taken, and sending it again.
 *
 * @param retrying the one that is being sent again, or null
 */
export function lastColumns<R extends Sending>(
  retry: (row: R) => void,
  retrying: string | null,
): Column<R>[] {
  return [
    {
      key: "why",
      title: "Pourquoi",
      cell: (row) => row.last_error && <span className={classes.why}>{row.last_error}</span>,
    },
    {
      key: "act",
      title: "Geste",
      hideTitle: true,
      width: "7.5rem",
      cell: (row) =>
        row.actions.includes("retry") && (
          <Button size="row" busy={retrying === row.id && "Envoi…"} onClick={() => retry(row)}>
            Renvoyer
          </Button>
        ),
    },
  ];
}
