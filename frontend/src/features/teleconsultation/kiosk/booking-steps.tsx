import { IconBolt, IconCheck, IconClockHour4 } from "@tabler/icons-react";
import { use, useEffect, useRef, useState } from "react";
import type { Teleconsultation, TeleconsultationHold, TeleconsultationTime } from "../../../api";
import { serverNow, useServerNow } from "../../../clock";
import { isProblem } from "../../../problems";
import { daysBetween, hour, millis, numericDate } from "../../../time";
import { paired } from "../../../ui/Field";
import choicesClasses from "./Choices.module.css";
import { release, useBook, useHold, useTimes } from "./calls";
import { birthDate, inputOf, shownTimes } from "./draft";
import endsClasses from "./Ends.module.css";
import { Answer, AroundContext, Choices, Frame, useWords } from "./Frame";
import { filled, timeLeft } from "./languages";
import type { StepProps } from "./steps";
import type { KioskWords } from "./words/fr";

/** When, agreed, confirmed: what takes a start and books it. */

const SHOWN = 3;

/** The day of an instant in the language of the person; nothing today. */
export function useDayWord(): (at: string) => string | null {
  const { language } = use(AroundContext);
  const format = new Intl.DateTimeFormat(language.code, {
    weekday: "long",
    day: "numeric",
    month: "long",
  });
  return (at) => (daysBetween(serverNow(), at) === 0 ? null : format.format(new Date(at)));
}

/** What a refusal means for the person; null: nothing was refused. */
function refusalWord(error: unknown, words: KioskWords): string | null {
  if (!error) return null;
  const type = isProblem(error) ? error.type : null;
  if (type === "slot_taken" || type === "site_not_bookable") return words.time_taken;
  if (type === "teleconsultation_hold_expired") return words.time_expired;
  return words.refused;
}

type WhenStepProps = StepProps & {
  siteId: string;
  /** Why one is back here: the start that was chosen is gone. */
  gone: string | null;
};

/** As soon as possible first, then the hours that are free; touched, an hour is kept. */
export function WhenStep({ siteId, draft, answer, onBack, gone }: WhenStepProps) {
  const words = useWords();
  const dayWord = useDayWord();
  const [page, setPage] = useState(0);
  const { data, error } = useTimes(siteId, draft.reason);
  const [wanted, setWanted] = useState<TeleconsultationTime | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const hold = useHold(siteId, (kept) => {
    // They went back, stopped or chose otherwise before the answer came: nobody wants it any more.
    if (here.current) answer({ choice: wanted, hold: kept });
    else release(kept);
  });
  const times = data?.times ?? [];
  const usual = draft.doctor?.id ?? null;
  const take = (time: TeleconsultationTime) => {
    setWanted(time);
    release(draft.hold);
    hold.mutate(time.slot_id);
  };
  const detail = (time: TeleconsultationTime) =>
    [
      dayWord(time.starts_at),
      time.professional.id === usual ? words.your_doctor : time.professional.sector,
    ]
      .filter(Boolean)
      .join(", ");
  const said = refusalWord(hold.error ?? error, words) ?? gone;
  return (
    <Frame
      title={words.when_title}
      text={said ? <b role="alert">{said}</b> : words.when_text}
      part={3}
      onBack={onBack}
    >
      <Choices>
        <Answer
          look="filled"
          icon={<IconBolt size="1.4em" stroke={1.5} aria-hidden="true" />}
          detail={usual ? words.soon_usual : words.soon_any}
          onClick={() => {
            release(draft.hold);
            answer({ choice: "soon", hold: null });
          }}
        >
          {words.soon}
        </Answer>
        {shownTimes(times, usual, page, SHOWN).map((time) => (
          <button
            key={`${time.slot_id}${time.starts_at}`}
            type="button"
            className={choicesClasses.time}
            aria-disabled={hold.isPending || undefined}
            onClick={() => !hold.isPending && take(time)}
          >
            <b dir="ltr">{hour(time.starts_at)}</b>
            <span>
              <bdi>{time.professional.name}</bdi>
              <small>{detail(time)}</small>
            </span>
          </button>
        ))}
        {data && times.length === 0 && <p className={endsClasses.quiet}>{words.no_times}</p>}
        {times.length > SHOWN && (
          <Answer look="plain" onClick={() => setPage((it) => it + 1)}>
            {words.other_times}
          </Answer>
        )}
      </Choices>
    </Frame>
  );
}

/** Another doctor than the usual one: somebody calls the usual one first. */
export function ContactStep({ draft, answer, onBack }: StepProps) {
  const words = useWords();
  return (
    <Frame title={words.contact_title} text={words.contact_text} part={3} onBack={onBack}>
      <Choices>
        <Answer
          look="filled"
          icon={<IconBolt size="1.4em" stroke={1.5} aria-hidden="true" />}
          detail={words.soon_usual}
          onClick={() => {
            release(draft.hold);
            answer({ choice: "soon", hold: null });
          }}
        >
          {words.soon}
        </Answer>
        <Answer onClick={() => answer({ contact: "called_unavailable" })}>
          {words.called_unavailable}
        </Answer>
        <Answer onClick={() => answer({ contact: "called_no_answer" })}>
          {words.called_no_answer}
        </Answer>
      </Choices>
    </Frame>
  );
}

/** What one agrees to, said before anything is sent. */
export function ConsentStep({ answer, onBack }: StepProps) {
  const words = useWords();
  const icon = <IconCheck size="1.2em" stroke={1.75} aria-hidden="true" />;
  return (
    <Frame title={words.consent_title} text={words.consent_right} part={4} onBack={onBack}>
      <ul className={endsClasses.agreed}>
        <li>
          {icon}
          {words.consent_video}
        </li>
        <li>
          {icon}
          {words.consent_data}
        </li>
      </ul>
      <Choices>
        <Answer look="filled" onClick={() => answer({ agrees: true })}>
          {words.agree}
        </Answer>
        <Answer onClick={() => answer({ agrees: false })}>{words.disagree}</Answer>
      </Choices>
    </Frame>
  );
}

function Held({ hold }: { hold: TeleconsultationHold }) {
  const { words, language } = use(AroundContext);
  const now = useServerNow("second");
  const left = timeLeft(millis(hold.expires_at) - now, language.code);
  return (
    <p className={endsClasses.quiet} role="timer">
      <IconClockHour4 size="1.1em" stroke={1.75} aria-hidden="true" />
      {filled(words.held, { left: `\u2068${left}\u2069` })}
    </p>
  );
}

type ConfirmStepProps = StepProps & {
  siteId: string;
  onBooked: (booking: Teleconsultation) => void;
  /** The start is gone: choose again, and why. */
  onGone: (why: string) => void;
};

/** All that is sent, read once more. */
export function ConfirmStep(props: ConfirmStepProps) {
  const { siteId, draft, kiosk, onBack, onBooked, onGone } = props;
  const words = useWords();
  const dayWord = useDayWord();
  const book = useBook(siteId, onBooked);
  const { choice, hold } = draft;
  const now = serverNow();
  const type = isProblem(book.error) ? book.error.type : null;
  const lost = type === "teleconsultation_hold_expired" || type === "slot_taken";
  const send = () => {
    const soon = inputOf(draft, kiosk, serverNow());
    book.mutate(
      choice === "soon" || !hold ? { soon } : { held: { ...soon, hold_token: hold.token } },
    );
  };
  const day = birthDate(draft.birth, now);
  const time = choice !== "soon" && choice;
  const lines = [
    `${draft.given_name} ${draft.family_name}`,
    day && numericDate(day),
    paired(draft.phone),
    words[draft.reason ?? "other"],
  ];
  return (
    <Frame
      title={words.confirm_title}
      text={book.error ? <b role="alert">{refusalWord(book.error, words)}</b> : undefined}
      part={4}
      onBack={onBack}
    >
      <div className={endsClasses.summary}>
        <p className={endsClasses.clock}>
          {time ? <bdi dir="ltr">{hour(time.starts_at)}</bdi> : words.soon}
        </p>
        {time && (
          <p>
            <bdi>{dayWord(time.starts_at) ?? words.today}</bdi>
            {" · "}
            <bdi>{time.professional.name}</bdi>
          </p>
        )}
        <ul>
          {lines.filter(Boolean).map((line) => (
            <li key={line || ""}>
              <bdi>{line}</bdi>
            </li>
          ))}
        </ul>
        {time && hold && <Held hold={hold} />}
      </div>
      <Choices>
        {lost ? (
          <Answer
            look="filled"
            onClick={() => onGone(refusalWord(book.error, words) ?? words.time_expired)}
          >
            {words.other_times}
          </Answer>
        ) : (
          <Answer look="filled" busy={book.isPending} onClick={send}>
            {book.isPending ? words.sending : words.confirm}
          </Answer>
        )}
      </Choices>
    </Frame>
  );
}
