import { IconChevronDown } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useServerNow } from "../../clock";
import { nextMorning, relativeHour } from "../../time";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { StatusShape } from "../../ui/StatusShape";
import classes from "./MembershipPill.module.css";
import { useMembership, useMembershipChange } from "./membership";
import { isToCome, reachableWord } from "./membership-words";

const AN_HOUR = 60 * 60_000;

/** "Joignable jusqu’à 20:00": whether one may be asked, and one tap to stop for a while. */
export function MembershipPill() {
  const now = useServerNow();
  const { data } = useMembership();
  const change = useMembershipChange();
  const [open, setOpen] = useState(false);
  if (!data) return null;
  const { shape, word } = reachableWord(data, now);
  const paused = isToCome(data.not_before, now);
  const morning = nextMorning(now);
  const inAnHour = new Date(now + AN_HOUR).toISOString();

  function pause(not_before: string | null) {
    change.mutate({ not_before });
    setOpen(false);
  }
  return (
    <>
      <button type="button" className={classes.pill} onClick={() => setOpen(true)}>
        <StatusShape shape={shape} />
        <span>{word}</span>
        <IconChevronDown size={20} stroke={1.75} aria-hidden="true" />
      </button>
      <Refusal error={change.error} />
      {open && (
        <Sheet title={word} onClose={() => setOpen(false)}>
          <ul className={classes.choices}>
            {paused && (
              <li>
                <button type="button" onClick={() => pause(null)}>
                  Reprendre maintenant
                </button>
              </li>
            )}
            <li>
              <button type="button" onClick={() => pause(inAnHour)}>
                Ne plus me solliciter pendant une heure
              </button>
            </li>
            <li>
              <button type="button" onClick={() => pause(morning)}>
                Ne plus me solliciter avant {relativeHour(morning, now)}
              </button>
            </li>
            <li>
              <Link to="/agenda" search={{ libre: true }}>
                Je suis libre jusqu’à…
              </Link>
            </li>
            <li>
              <Link to="/moi">Absence, heures calmes, plafond</Link>
            </li>
          </ul>
        </Sheet>
      )}
    </>
  );
}
