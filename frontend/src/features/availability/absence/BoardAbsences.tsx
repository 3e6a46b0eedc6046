import { IconUserOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { absenceSpan, leftWord } from "./absence-words";
import { useOpenAbsences } from "./absences";
import classes from "./BoardAbsences.module.css";

/** On the board, one line per absence with people still to call or to re-place. */
export function BoardAbsences() {
  const absences = useOpenAbsences();
  if (absences.length === 0) return null;
  return (
    <ul className={classes.root} aria-label="Absences à suivre">
      {absences.map((absence) => (
        <li key={absence.id}>
          <Link to="/absences" search={{ absence: absence.id }}>
            <IconUserOff size={18} stroke={1.75} aria-hidden="true" />
            <b>
              {absence.has_left ? "Départ" : "Absence"}, {absence.professional.name}
            </b>
            <span>{absenceSpan(absence)}</span>
            <strong>{leftWord(absence)}</strong>
          </Link>
        </li>
      ))}
    </ul>
  );
}
