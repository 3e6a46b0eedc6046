import { IconCheck, IconDots, IconPhone } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Appointment } from "../../api";
import { phoneHref, phoneWords } from "../../figures";
import { hour } from "../../time";
import { Button, ButtonAnchor } from "../../ui/Button";
import { Sheet } from "../../ui/Sheet";
import { StatusBadge } from "../../ui/StatusBadge";
import { undoable } from "../../undo";
import { AGE_BAND, CARE_MODE, NEED } from "../../words";
import type { AppointmentAct } from "./agenda";
import classes from "./DayList.module.css";

type DayAppointmentProps = {
  appointment: Appointment;
  /** The next one expected: it stands out. */
  current: boolean;
  onAct: (act: AppointmentAct) => void;
};

/** One of one's own patients of the day, and one tap to say who came. */
export function DayAppointment({ appointment, onAct }: DayAppointmentProps) {
  const [said, setSaid] = useState<"fulfilled" | "no_show" | null>(null);
  const [asking, setAsking] = useState(false);
  const { id, actions, need, starts_at } = appointment;
  const state = said ?? appointment.state;
  const who = [
    appointment.person_name,
    appointment.age_band && AGE_BAND[appointment.age_band],
    appointment.mode !== "office" && CARE_MODE[appointment.mode].toLocaleLowerCase("fr"),
  ];
  const title = need ? NEED[need] : "Rendez-vous";

  /** Waits eight seconds: a tap beside the right button must not close somebody's request. */
  function say(act: "fulfil" | "no_show") {
    setSaid(act === "fulfil" ? "fulfilled" : "no_show");
    undoable({
      sentence: `${hour(starts_at)}, ${act === "fulfil" ? "venu" : "non venu"}`,
      commit: (leaving) => onAct({ id, act, leaving }),
      revert: () => setSaid(null),
    });
  }

  return (
    <div className={classes.appointment}>
      <div className={classes.line}>
        <span className={classes.words}>
          <b>{title}</b>
          <small>{who.filter(Boolean).join(", ")}</small>
        </span>
        {state !== "booked" && <StatusBadge lifecycle="appointment" state={state} />}
        {state === "booked" && appointment.person_phone && (
          <ButtonAnchor
            variant="quiet"
            size="row"
            href={phoneHref(appointment.person_phone)}
            aria-label={`Appeler ${phoneWords(appointment.person_phone)}`}
            icon={<IconPhone size={18} stroke={1.75} aria-hidden="true" />}
          />
        )}
        {state === "booked" && (actions.includes("cancel") || appointment.case_id) && (
          <Button
            variant="quiet"
            size="row"
            aria-label={`Autre, ${hour(starts_at)}`}
            icon={<IconDots size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => setAsking(true)}
          />
        )}
      </div>
      {state === "booked" && (
        <div className={classes.acts}>
          {actions.includes("fulfil") && (
            <Button
              variant="filled"
              size="small"
              icon={<IconCheck size={18} stroke={1.75} aria-hidden="true" />}
              onClick={() => say("fulfil")}
            >
              Venu
            </Button>
          )}
          {actions.includes("no_show") && (
            <Button size="small" onClick={() => say("no_show")}>
              Pas venu
            </Button>
          )}
        </div>
      )}
      {asking && (
        <Sheet title={`${hour(starts_at)}, ${title}`} onClose={() => setAsking(false)}>
          <More
            appointment={appointment}
            onCancel={() => {
              onAct({ id, act: "cancel" });
              setAsking(false);
            }}
            onKeep={() => setAsking(false)}
          />
        </Sheet>
      )}
    </div>
  );
}

type MoreProps = { appointment: Appointment; onCancel: () => void; onKeep: () => void };

/** Giving an appointment back is asked once, with what follows from it: somebody counts on it. */
function More({ appointment, onCancel, onKeep }: MoreProps) {
  const { case_id, case_number, actions } = appointment;
  return (
    <div className={classes.more}>
      {case_id && (
        <Link to="/demandes/$id" params={{ id: case_id }}>
          Voir la demande {case_number}
        </Link>
      )}
      {actions.includes("cancel") && (
        <>
          <p>
            {case_id
              ? "Vous ne pouvez plus ? La recherche reprend aussitôt, sans vous, et la structure qui a demandé est prévenue."
              : "Vous ne pouvez plus ? Le créneau est libre aussitôt. Appelez la personne : Maillage ne la prévient pas."}
          </p>
          <div className={classes.pair}>
            <Button onClick={onKeep}>Garder</Button>
            <Button variant="filled" onClick={onCancel}>
              Je ne peux plus
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
