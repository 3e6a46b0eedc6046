import {
  IconBeach,
  IconCalendarOff,
  IconDots,
  IconHomeOff,
  IconMapPinOff,
  IconStethoscopeOff,
  IconUsersGroup,
  type TablerIcon,
} from "@tabler/icons-react";
import { useState } from "react";
import type { DeclineReason } from "../api";
import { undoable } from "../undo";
import { DECLINE_REASON } from "../words";
import classes from "./DeclineSheet.module.css";
import { Sheet } from "./Sheet";
import { Switch } from "./Switch";

const ICON: Record<DeclineReason, TablerIcon> = {
  no_room: IconCalendarOff,
  outside_skills: IconStethoscopeOff,
  too_far: IconMapPinOff,
  absent: IconBeach,
  other: IconDots,
  patient_list_full: IconUsersGroup,
  sector: IconMapPinOff,
  home_visits_impossible: IconHomeOff,
};

/** For care or a death, in the order in which they are read. */
const OF_CARE: readonly DeclineReason[] = [
  "no_room",
  "outside_skills",
  "too_far",
  "absent",
  "other",
];

export type Decline = {
  reason: DeclineReason;
  /** Asked for quiet until `quietUntil`. */
  quiet: boolean;
};

type DeclineSheetProps = {
  /** Those that fit what is asked; for care, when absent. */
  reasons?: readonly DeclineReason[];
  /** When solicitations would come again, as said to a person: "demain 8:00". Absent: the choice is not offered. */
  quietUntil?: string;
  /** One doctor is asked after the other: no network is. */
  next?: boolean;
  /** The reason was tapped: the card leaves the list. */
  onDeclined: () => void;
  /** Taken back within eight seconds: the card returns. */
  onUndone: () => void;
  /** Eight seconds have passed, or the page is left: send. */
  send: (decline: Decline, leaving: boolean) => void;
  onClose: () => void;
};

/** A few reasons; one tap declines. The answer waits eight seconds in the page, where it can be taken back. */
export function DeclineSheet(props: DeclineSheetProps) {
  const {
    reasons = OF_CARE,
    next = false,
    quietUntil,
    onDeclined,
    onUndone,
    send,
    onClose,
  } = props;
  const [quiet, setQuiet] = useState(false);

  function decline(reason: DeclineReason) {
    undoable({
      sentence: `Déclinée, ${next ? "passée au médecin suivant" : "partie au réseau"}`,
      commit: (leaving) => send({ reason, quiet }, leaving),
      revert: onUndone,
    });
    onDeclined();
    onClose();
  }

  return (
    <Sheet title="Décliner, pour quelle raison&nbsp;?" onClose={onClose}>
      <p className={classes.promise}>
        Un appui suffit. La demande part aussitôt {next ? "au médecin suivant" : "au réseau"}, et on
        ne vous la proposera plus.
      </p>
      <ul className={classes.reasons}>
        {reasons.map((reason) => {
          const Icon = ICON[reason];
          return (
            <li key={reason}>
              <button type="button" className={classes.reason} onClick={() => decline(reason)}>
                <Icon size={20} stroke={1.75} aria-hidden="true" />
                {DECLINE_REASON[reason]}
              </button>
            </li>
          );
        })}
      </ul>
      {quietUntil && (
        <div className={classes.quiet}>
          <Switch checked={quiet} onChange={setQuiet}>
            Ne plus me solliciter avant {quietUntil}
          </Switch>
        </div>
      )}
    </Sheet>
  );
}
