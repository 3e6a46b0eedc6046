import { IconUserOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { absenceSpan, leftOfAll, leftWord } from "./absence-words";
import { useOpenAbsences } from "./absences";
import classes from "./BoardAbsences.module.css";

/** On the board, one line and no more, so that the request that breaks first stays in sight: the absence
 * with people still to call or to re-place, or how many there are. */
export function BoardAbsences() {
  const absences = useOpenAbsences();
  const [only] = absences;
  if (!only) return null;
  const several = absences.length > 1;
  return (
    <Link
      to="/absences"
      search={several ? {} : { absence: only.id }}
      className={classes.root}
      data-calls={absences.some(({ to_call }) => to_call > 0) || undefined}
    >
      <IconUserOff size={18} stroke={1.75} aria-hidden="true" />
      {several ? (
        <b>{absences.length} absences</b>
      ) : (
        <>
          <b>
            {only.has_left ? "Départ" : "Absence"}, {only.professional.name}
          </b>
          <span>{absenceSpan(only)}</span>
        </>
      )}
      <strong>{several ? leftOfAll(absences) : leftWord(only)}</strong>
    </Link>
  );
}
