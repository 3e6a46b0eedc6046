import { IconUserOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Absence } from "../../../api";
import { BoardLine } from "../../../ui/BoardLine";
import { absenceSpan, leftOfAll, leftWord } from "./absence-words";
import { firstDue } from "./open-absences";

/** One row of the board and no more: the absence with people still to call or to re-place, or how many there
 * are, under the clock of the first appointment that it leaves without a place. */
export function BoardAbsences({ absences }: { absences: readonly Absence[] }) {
  const [only] = absences;
  if (!only) return null;
  const several = absences.length > 1;
  return (
    <BoardLine
      title={
        several
          ? `${absences.length} absences`
          : `${only.has_left ? "Départ" : "Absence"}, ${only.professional.name}`
      }
      icon={<IconUserOff size={16} stroke={1.75} aria-hidden="true" />}
      meta={several ? null : absenceSpan(only)}
      dueAt={firstDue(absences)}
      left={several ? leftOfAll(absences) : leftWord(only)}
      link={(row) => <Link to="/absences" search={several ? {} : { absence: only.id }} {...row} />}
    />
  );
}
