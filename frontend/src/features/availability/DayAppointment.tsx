import {
  IconBellPlus,
  IconCalendarTime,
  IconCheck,
  IconDots,
  IconPhone,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Appointment, AppointmentMove } from "../../api";
import { useServerNow } from "../../clock";
import { phoneHref, phoneWords } from "../../figures";
import { hour } from "../../time";
import { Button, ButtonAnchor } from "../../ui/Button";
import { Sheet } from "../../ui/Sheet";
import { StatusBadge } from "../../ui/StatusBadge";
import { undoable } from "../../undo";
import { AGE_BAND, CARE_MODE, NEED } from "../../words";
import type { AppointmentAct } from "./agenda";
import classes from "./DayList.module.css";
import { moveSoon } from "./moving";

const EarlierSheet = lazy(() => import("./EarlierSheet"));
const MoveSheet = lazy(() => import("./MoveSheet"));

type DayAppointmentProps = {
  appointment: Appointment;
  /** The next one expected: it stands out. */
  current: boolean;
  onAct: (act: AppointmentAct, onRefused?: () => void) => void;
};

/** One of one's own patients of the day, and one tap to say who came. */
export function DayAppointment({ appointment, onAct }: DayAppointmentProps) {
  const [said, setSaid] = useState<"fulfilled" | "no_show" | "moved" | null>(null);
  const [asking, setAsking] = useState<"more" | "move" | "earlier" | null>(null);
  const now = useServerNow();
  const forget = () => setSaid(null);
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
      commit: (leaving) => onAct({ id, act, leaving }, forget),
      revert: forget,
    });
  }

  function move(to: AppointmentMove, at: string) {
    setAsking(null);
    setSaid("moved");
    moveSoon({ appointment, to, at, now }, (act) => onAct(act, forget), forget);
  }

  return (
    <div className={classes.appointment}>
      <div className={classes.line}>
        <span className={classes.words}>
          <b>{title}</b>
          <small>{who.filter(Boolean).join(", ")}</small>
          {state === "booked" && appointment.confirm_by_phone && (
            <small className={classes.held}>À confirmer par téléphone</small>
          )}
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
        {state === "booked" && (actions.length > 0 || appointment.case_id) && (
          <Button
            variant="quiet"
            size="row"
            aria-label={`Autre, ${hour(starts_at)}`}
            icon={<IconDots size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => setAsking("more")}
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
      {asking === "move" && (
        <Suspense fallback={null}>
          <MoveSheet appointment={appointment} onMove={move} onClose={() => setAsking(null)} />
        </Suspense>
      )}
      {asking === "earlier" && (
        <Suspense fallback={null}>
          <EarlierSheet appointment={appointment} onClose={() => setAsking(null)} />
        </Suspense>
      )}
      {asking === "more" && (
        <Sheet title={`${hour(starts_at)}, ${title}`} onClose={() => setAsking(null)}>
          <More
            appointment={appointment}
            onCancel={() => {
              onAct({ id, act: "cancel" });
              setAsking(null);
            }}
            onMove={() => setAsking("move")}
            onEarlier={() => setAsking("earlier")}
            onKeep={() => setAsking(null)}
          />
        </Sheet>
      )}
    </div>
  );
}

type MoreProps = {
  appointment: Appointment;
  onMove: () => void;
  onEarlier: () => void;
  onCancel: () => void;
  onKeep: () => void;
};

/** Giving an appointment back is asked once, with what follows from it: somebody counts on it. */
function More({ appointment, onMove, onEarlier, onCancel, onKeep }: MoreProps) {
  const { case_id, case_number, actions } = appointment;
  return (
    <div className={classes.more}>
      {case_id && (
        <Link to="/demandes/$id" params={{ id: case_id }}>
          Voir la demande {case_number}
        </Link>
      )}
      {actions.includes("move") && (
        <Button
          wide
          icon={<IconCalendarTime size={18} stroke={1.75} aria-hidden="true" />}
          onClick={onMove}
        >
          Déplacer
        </Button>
      )}
      {actions.includes("await_earlier") && (
        <Button
          wide
          icon={<IconBellPlus size={18} stroke={1.75} aria-hidden="true" />}
          onClick={onEarlier}
        >
          Prévenir si plus tôt
        </Button>
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
