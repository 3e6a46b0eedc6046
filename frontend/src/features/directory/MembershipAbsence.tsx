import { useState } from "react";
import { useServerNow } from "../../clock";
import { addDays, dayKey, instantAt, nextMorning, relativeHour } from "../../time";
import { Button } from "../../ui/Button";
import { Sheet } from "../../ui/Sheet";
import { DayField } from "../../ui/WallFields";
import type { SectionProps } from "./MembershipScreen";
import classes from "./MembershipScreen.module.css";
import { isToCome } from "./membership-words";

const MORNING = "08:00";
const LONGEST_DAYS = 365;

/** A pause of some hours, or an absence of some days: nobody is asked until they end. */
export function MembershipAbsence({ known, change }: SectionProps) {
  const now = useServerNow();
  const [asking, setAsking] = useState(false);
  const morning = nextMorning(now);
  const paused = isToCome(known.not_before, now);
  const absent = isToCome(known.absent_until, now);
  return (
    <div className={classes.acts}>
      {paused || absent ? (
        <Button onClick={() => change({ not_before: null, absent_until: null })}>
          Reprendre maintenant
        </Button>
      ) : (
        <Button onClick={() => change({ not_before: morning })}>
          Pause jusqu’à {relativeHour(morning, now)}
        </Button>
      )}
      <Button onClick={() => setAsking(true)}>
        {absent ? "Changer la date de retour" : "Absence"}
      </Button>
      {asking && (
        <AbsenceSheet
          onChoose={(absent_until) => {
            change({ absent_until });
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

type AbsenceSheetProps = { onChoose: (until: string) => void; onClose: () => void };

function AbsenceSheet({ onChoose, onClose }: AbsenceSheetProps) {
  const today = dayKey(useServerNow());
  const [back, setBack] = useState("");
  const [missing, setMissing] = useState(false);
  const tomorrow = addDays(today, 1);
  return (
    <Sheet title="De retour quand&nbsp;?" onClose={onClose}>
      <form
        className={classes.sheet}
        onSubmit={(event) => {
          event.preventDefault();
          const possible = back >= tomorrow && back <= addDays(today, LONGEST_DAYS);
          if (possible) onChoose(instantAt(back, MORNING));
          else setMissing(true);
        }}
        noValidate
      >
        <DayField
          label="Premier jour où vous pourrez être sollicité"
          value={back}
          onChange={(typed) => {
            setBack(typed);
            setMissing(false);
          }}
          error={missing ? "Donnez un jour à partir de demain, dans l’année." : null}
        />
        <p className={classes.help}>
          Vos plages restent ouvertes. Pour les fermer aussi, fermez ces jours dans l’agenda.
        </p>
        <Button type="submit" variant="filled" size="decision" wide>
          Enregistrer l’absence
        </Button>
      </form>
    </Sheet>
  );
}
