import {
  IconCalendarDue,
  IconCalendarTime,
  IconListDetails,
  IconLock,
  IconMapPin,
  IconUserHeart,
  IconUserQuestion,
  type TablerIcon,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useState } from "react";
import { serverNow } from "../clock";
import { appointmentTime, type Instant } from "../time";
import { Button } from "./Button";
import { Deadline } from "./Deadline";
import { Note } from "./Note";
import classes from "./OfferCard.module.css";
import { OwnSlots } from "./OwnSlots";
import { QuietRow } from "./QuietRow";
import { type Shape, StatusShape } from "./StatusShape";

export type FactKind = "when" | "where" | "asked_by" | "duty" | "answer";

const FACT_ICON: Record<FactKind, TablerIcon> = {
  when: IconCalendarDue,
  where: IconMapPin,
  asked_by: IconUserQuestion,
  duty: IconCalendarTime,
  answer: IconListDetails,
};

/** Chosen instead of a slot: the time will be agreed on the phone. */
const LATER = "later";

export type OwnSlot = { id: string; startsAt: Instant };

/** What may be known before acceptance. No name, address, phone, note or birth date: the type has no room for them. */
export type AnonymousOffer = {
  /** Need and age band: "ORL · enfant de 4 à 6 ans". */
  title: string;
  dueAt: Instant;
  startedAt: Instant;
  facts: { kind: FactKind; text: string }[];
  /** Said as a table instead: what is asked for is for long. */
  table?: { term: string; said: ReactNode }[];
  /** What acceptance shows, and what it commits to. */
  promise?: string;
  /** Why this person is asked: "Vous êtes le médecin traitant." */
  why?: string | null;
  slots: OwnSlot[];
};

/**
 * Where the answer stands, as the server or this device knows it; `at` is "à 19:22", "hier à 19:22"; `passed`
 * is whom the request went to, "partie au réseau".
 */
export type OfferPhase =
  | { name: "open" }
  | { name: "sending" }
  | { name: "offline"; answer: string }
  | { name: "taken"; at: string }
  | { name: "lapsed"; at: string; passed: string }
  | { name: "answered"; shape: Shape; sentence: string };

type OfferCardProps = {
  offer: AnonymousOffer;
  phase: OfferPhase;
  /** Why the last answer was refused, when another one can be given. */
  refusal?: string | null;
  /** With one of one's slots, or null: the time is agreed on the phone. */
  onAccept: (slot: OwnSlot | null) => void;
  onDecline: () => void;
  /** Takes back an answer that has not left this device. */
  onTakeBack: () => void;
};

/** One offer, one tap: the first of one's own slots is chosen, the button says the whole decision. */
export function OfferCard(props: OfferCardProps) {
  const { offer, phase, refusal, onAccept, onDecline, onTakeBack } = props;
  const [choice, setChoice] = useState<string | null>(null);
  // A slot that has gone meanwhile gives way to the next one: the button says which.
  const chosen = offer.slots.find(({ id }) => id === choice) ?? offer.slots[0] ?? null;
  const slot = choice === LATER ? null : chosen;

  switch (phase.name) {
    case "taken":
      return (
        <QuietRow shape="agreed" title={offer.title}>
          Déjà pourvue {phase.at}. Merci.
        </QuietRow>
      );
    case "lapsed":
      return (
        <QuietRow shape="off" title={offer.title}>
          Délai passé {phase.at}, {phase.passed}.
        </QuietRow>
      );
    case "answered":
      return (
        <QuietRow shape={phase.shape} title={offer.title}>
          {phase.sentence}
        </QuietRow>
      );
    case "offline":
      return (
        <Frame title={offer.title}>
          <p className={classes.unsent}>
            <StatusShape shape="wait" /> réponse en attente d’envoi
          </p>
          <h2 className={classes.title}>{offer.title}</h2>
          <p className={classes.kept}>
            {phase.answer}. Gardé sur cet appareil, pas encore reçu&nbsp;: attendez la confirmation
            avant d’appeler.
          </p>
          <Button wide size="decision" onClick={onTakeBack}>
            Reprendre ma réponse
          </Button>
        </Frame>
      );
    default:
      return (
        <Frame
          title={offer.title}
          clock={
            <Deadline
              kind="answer"
              look="card"
              about={offer.title}
              absoluteLabel="répondre avant"
              dueAt={offer.dueAt}
              startedAt={offer.startedAt}
            />
          }
        >
          <h2 className={classes.title}>{offer.title}</h2>
          {offer.table && (
            <dl className={classes.table}>
              {offer.table.map(({ term, said }) => (
                <div key={term}>
                  <dt>{term}</dt>
                  <dd>{said}</dd>
                </div>
              ))}
            </dl>
          )}
          <ul className={classes.facts}>
            {offer.facts.map((fact) => {
              const Icon = FACT_ICON[fact.kind];
              return (
                <li key={fact.text}>
                  <Icon size={20} stroke={1.75} aria-hidden="true" />
                  {fact.text}
                </li>
              );
            })}
          </ul>
          {offer.why && (
            <p className={classes.why}>
              <IconUserHeart size={20} stroke={1.75} aria-hidden="true" />
              {offer.why}
            </p>
          )}
          {offer.promise && (
            <p className={classes.promise}>
              <IconLock size={20} stroke={1.75} aria-hidden="true" />
              {offer.promise}
            </p>
          )}
          {offer.slots.length > 0 && (
            <OwnSlots
              slots={offer.slots}
              chosen={slot}
              onChoose={(own) => setChoice(own?.id ?? LATER)}
            />
          )}
          {refusal && (
            <div className={classes.refusal}>
              <Note tone="warn" alert>
                {refusal}
              </Note>
            </div>
          )}
          <div className={classes.decision}>
            <Button size="decision" onClick={onDecline} disabled={phase.name === "sending"}>
              Décliner
            </Button>
            <Button
              size="decision"
              variant="filled"
              busy={phase.name === "sending" && "Envoi…"}
              onClick={() => onAccept(slot)}
            >
              {acceptance(slot, choice)}
            </Button>
          </div>
        </Frame>
      );
  }
}

function acceptance(slot: OwnSlot | null, choice: string | null): string {
  if (slot) return `Accepter, ${appointmentTime(slot.startsAt, serverNow())}`;
  return choice === LATER ? "Accepter, heure à convenir" : "Accepter";
}

function Frame(props: { title: string; clock?: ReactNode; children: ReactNode }) {
  return (
    <article className={classes.root} aria-label={props.title}>
      {props.clock}
      <div className={classes.body}>{props.children}</div>
    </article>
  );
}
