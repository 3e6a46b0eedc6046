import type { ReactNode } from "react";
import { useServerNow } from "../../clock";
import { nextMorning, relativeHour } from "../../time";
import { Button, ButtonLink } from "../../ui/Button";
import type { SectionProps } from "./MembershipScreen";
import classes from "./MembershipScreen.module.css";
import { isToCome } from "./membership-words";

/** A pause of some hours: nobody is asked until it ends, and what is open stays open. Who is away says so. */
export function MembershipPause({ known, change, absence }: SectionProps & { absence: ReactNode }) {
  const now = useServerNow();
  const morning = nextMorning(now);
  return (
    <div className={classes.acts}>
      {isToCome(known.not_before, now) ? (
        <Button onClick={() => change({ not_before: null })}>Reprendre maintenant</Button>
      ) : (
        <Button onClick={() => change({ not_before: morning })}>
          Pause jusqu’à {relativeHour(morning, now)}
        </Button>
      )}
      {isToCome(known.absent_until, now) ? (
        <ButtonLink to="/absences">Mon absence</ButtonLink>
      ) : (
        absence
      )}
    </div>
  );
}
