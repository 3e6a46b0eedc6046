import { IconCircleCheck, IconCircleDotted, IconProgress } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type {
  Teleconsultation,
  TeleconsultationRedirect,
  TeleconsultationState,
} from "../../../api";
import { useServerNow } from "../../../clock";
import { hour, millis } from "../../../time";
import { useDayWord } from "./booking-steps";
import { type Told, useBooking } from "./calls";
import classes from "./Ends.module.css";
import { Answer, Choices, Frame, useWords } from "./Frame";
import { filled } from "./languages";

/** Where a journey ends: sent elsewhere, waiting for a doctor, booked for later, over. */

type StopScreenProps = { redirect: TeleconsultationRedirect; onEnd: () => void };

/** A reason that no video answers: whom to tell, in the largest letters. Nothing was asked of the person. */
export function StopScreen({ redirect, onEnd }: StopScreenProps) {
  const words = useWords();
  const the15 = redirect === "the_15";
  return (
    <Frame
      title={the15 ? words.stop_15_title : words.stop_face_title}
      text={the15 ? words.stop_15_text : words.stop_face_text}
      foot="none"
    >
      {the15 && (
        <p className={classes.fifteen} aria-hidden="true">
          15
        </p>
      )}
      <p className={classes.quiet}>{words.not_kept}</p>
      <Choices>
        <Answer onClick={onEnd}>{words.end}</Answer>
      </Choices>
    </Frame>
  );
}

/** A screen that says one thing and ends. */
export function SaidScreen(props: { title: string; text: string; onEnd: () => void }) {
  const words = useWords();
  return (
    <Frame title={props.title} text={props.text} foot="none">
      <Choices>
        <Answer look="filled" onClick={props.onEnd}>
          {words.end}
        </Answer>
      </Choices>
    </Frame>
  );
}

/** So near, one stays; later, one comes back. In milliseconds. */
const STAYS_MS = 45 * 60_000;
const MINUTE = 60_000;

const SEARCHING = new Set<TeleconsultationState>([
  "requested",
  "usual_doctor_asked",
  "network_asked",
]);
const OVER = new Set<TeleconsultationState>(["cancelled", "released", "no_show", "rescheduled"]);

type WaitingProps = {
  siteId: string;
  booked: Teleconsultation;
  tell: (told: Told) => void;
  onEnd: () => void;
};

/** What the person waits for, read again every few seconds: it names the doctor, never the person. */
export function WaitingScreen({ siteId, booked, tell, onEnd }: WaitingProps) {
  const words = useWords();
  const now = useServerNow();
  const booking = useBooking(siteId, booked.id).data ?? booked;
  const { id, state, starts_at: at } = booking;
  const near = at !== null && millis(at) - now < STAYS_MS;
  const arrives = state === "confirmed" && near;
  const told = useRef(false);
  useEffect(() => {
    // They stand in front of it: their arrival is told once, and again by itself should the network be away.
    if (!arrives || told.current) return;
    told.current = true;
    tell({ kind: "check_in", booking_id: id });
  }, [arrives, tell, id]);

  if (state === "redirected_15" || state === "redirected_face_to_face") {
    const redirect = state === "redirected_15" ? "the_15" : "face_to_face";
    return <StopScreen redirect={redirect} onEnd={onEnd} />;
  }
  if (state === "nobody_found") return <NobodyScreen booking={booking} onEnd={onEnd} />;
  if (OVER.has(state)) {
    return <SaidScreen title={words.cancelled_title} text={words.cancelled_text} onEnd={onEnd} />;
  }
  if (state === "finished") {
    return <SaidScreen title={words.over_title} text={words.over_text} onEnd={onEnd} />;
  }
  if (SEARCHING.has(state) || at === null) return <Searching booking={booking} onEnd={onEnd} />;
  return <Coming booking={booking} at={at} now={now} near={near} onEnd={onEnd} />;
}

type EndProps = { booking: Teleconsultation; onEnd: () => void };

function Searching({ booking, onEnd }: EndProps) {
  const words = useWords();
  const usual = booking.state === "usual_doctor_asked";
  return (
    <Frame title={words.searching} part={4}>
      <ul className={classes.steps} aria-live="polite">
        <Line phase="now">{usual ? words.asking_usual : words.asking_network}</Line>
        <Line phase="next">{words.step_room}</Line>
        <Line phase="next">{words.step_call}</Line>
      </ul>
      <Choices>
        <Answer onClick={onEnd}>{words.end}</Answer>
      </Choices>
    </Frame>
  );
}

/** Nobody answered: what is open now, which the team says with the person. */
function NobodyScreen({ booking, onEnd }: EndProps) {
  const words = useWords();
  return (
    <Frame title={words.nobody_title} text={words.nobody_text} foot="none">
      <ul className={classes.places}>
        {booking.open_now.map((place) => (
          <li key={place.organisation_id}>
            <bdi>{place.name}</bdi>
          </li>
        ))}
      </ul>
      <Choices>
        <Answer look="filled" onClick={onEnd}>
          {words.end}
        </Answer>
      </Choices>
    </Frame>
  );
}

type ComingProps = EndProps & { at: string; now: number; near: boolean };

function Coming({ booking, at, now, near, onEnd }: ComingProps) {
  const words = useWords();
  const dayWord = useDayWord();
  const { state, professional } = booking;
  const minutes = Math.max(0, Math.round((millis(at) - now) / MINUTE));
  const when = near
    ? minutes === 0
      ? words.now
      : filled(words.in_minutes, { n: minutes })
    : (dayWord(at) ?? words.today);
  const here = state !== "confirmed";
  const inCall = state === "in_progress" || state === "interrupted";
  return (
    <Frame
      title={inCall ? words.in_call : near ? words.waiting_title : words.later_title}
      part={4}
      foot="none"
    >
      <div className={classes.wait}>
        <p className={classes.clock}>
          <bdi dir="ltr">{hour(at)}</bdi>
        </p>
        <p>
          <b>{when}</b>
          {professional && (
            <>
              {" · "}
              <bdi>{professional.name}</bdi>
            </>
          )}
        </p>
      </div>
      {near ? (
        <ul className={classes.steps} aria-live="polite">
          <Line phase="past">{words.step_booked}</Line>
          <Line phase={here ? "past" : "now"}>{words.step_arrived}</Line>
          <Line phase={inCall ? "past" : here ? "now" : "next"}>{words.step_room}</Line>
          <Line phase={inCall ? "now" : "next"}>{words.step_call}</Line>
        </ul>
      ) : (
        <p className={classes.note}>{words.later_text}</p>
      )}
      {near && !inCall && <p className={classes.note}>{words.late}</p>}
      <Choices>
        <Answer look={near ? undefined : "filled"} onClick={onEnd}>
          {words.end}
        </Answer>
      </Choices>
    </Frame>
  );
}

type LineProps = { phase: "past" | "now" | "next"; children: string };

const SHAPE = { past: IconCircleCheck, now: IconProgress, next: IconCircleDotted };

function Line({ phase, children }: LineProps) {
  const Shape = SHAPE[phase];
  return (
    <li data-phase={phase} aria-current={phase === "now" ? "step" : undefined}>
      <Shape size="1.3em" stroke={1.75} aria-hidden="true" />
      {children}
    </li>
  );
}
