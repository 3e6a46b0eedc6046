import { useEffect, useRef } from "react";
import type { Appointment, Practice } from "../../../api";
import { useServerNow } from "../../../clock";
import { appointmentTime, hour, isAfterWish, relativeHour } from "../../../time";
import { Button } from "../../../ui/Button";
import { AFTER_WISH, NEED_SHORT } from "../../../words";
import { useWishedBefore } from "../agenda";
import { practiceWord, toldWord } from "../agenda-words";
import classes from "./Editor.module.css";
import type { Mover, Moving } from "./useMover";
import { movedRefusalWord } from "./words";

type MoveBarProps = {
  mover: Mover;
  moving: Moving;
  practices: Practice[];
  /** Goes on in the form of the move: another day, or a time outside the slots. */
  onForm: (appointment: Appointment) => void;
};

/** Under the grid: from when to when, and who is told. The only thing that a drag does not say. */
export function MoveBar({ mover, moving, practices, onForm }: MoveBarProps) {
  const { appointment, place, phase } = moving;
  const now = useServerNow();
  const wished = useWishedBefore(appointment);
  const late = place !== null && isAfterWish(place.startsAt, wished);
  const choices = useRef<HTMLDivElement>(null);
  const byKeys = useRef(document.activeElement?.closest("[data-block]") !== null);
  // After keys, the focus stays on the appointment: Enter comes here when the place is right.
  useEffect(() => {
    if (phase === "moving" || (byKeys.current && phase === "asking")) return;
    choices.current?.querySelector("button")?.focus({ preventScroll: true });
  }, [phase]);
  const form = (
    <Button
      size="small"
      disabled={phase === "sending"}
      onClick={() => {
        mover.leave();
        onForm(appointment);
      }}
    >
      Une autre heure…
    </Button>
  );
  return (
    <fieldset
      className={classes.bar}
      data-question
      data-refused={phase === "refused" || undefined}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        mover.cancel();
      }}
    >
      <legend className="visually-hidden">Déplacer le rendez-vous</legend>
      {phase === "refused" ? (
        <p role="alert">
          {`Le rendez-vous reste à ${hour(appointment.starts_at)}. ${movedRefusalWord(moving.error)}`}
        </p>
      ) : (
        <Said moving={moving} practices={practices} now={now}>
          {late &&
            wished &&
            `C’est ${AFTER_WISH} (avant ${relativeHour(wished, now)})\u00a0: la coordination le verra. `}
          {place && toldWord(appointment)}
        </Said>
      )}
      {phase !== "moving" && (
        <div ref={choices} className={classes.choices} data-choices>
          {place && phase !== "refused" && (
            <Button
              size="small"
              variant="filled"
              busy={phase === "sending" && "Envoi…"}
              onClick={() => mover.confirm(late)}
            >
              {`Déplacer à ${appointmentTime(place.startsAt, now)}`}
            </Button>
          )}
          {form}
          <span className={classes.leave}>
            <Button
              size="small"
              variant="quiet"
              disabled={phase === "sending"}
              onClick={mover.cancel}
            >
              {phase === "refused" ? "Laisser" : "Annuler"}
            </Button>
          </span>
        </div>
      )}
    </fieldset>
  );
}

type SaidProps = {
  moving: Moving;
  practices: Practice[];
  now: number;
  children: React.ReactNode;
};

/** `9:00 → ven. 10:20`, what for, and where when that changes. */
function Said({ moving, practices, now, children }: SaidProps) {
  const { appointment, place, phase } = moving;
  const { starts_at, practice_id, need } = appointment;
  const before = appointmentTime(starts_at, now);
  const elsewhere =
    place && place.opening.practice_id !== practice_id
      ? practices.find(({ id }) => id === place.opening.practice_id)
      : undefined;
  const what = need ? NEED_SHORT[need] : "Rendez-vous";
  if (!place) {
    return (
      <p>
        <b>{`${what}, ${before}`}</b>
        <small>
          {phase === "moving"
            ? "Les créneaux libres sont en clair."
            : "Pas de créneau libre à cette heure. Glissez sur un créneau en clair."}
        </small>
      </p>
    );
  }
  return (
    <p>
      <b>
        {`${what}, ${before} `}
        <span aria-hidden="true">→</span>
        <span className="visually-hidden">devient</span>
        {` ${appointmentTime(place.startsAt, now)}`}
        {elsewhere && `, ${practiceWord(elsewhere)}`}
      </b>
      {phase !== "moving" && <small>{children}</small>}
    </p>
  );
}
