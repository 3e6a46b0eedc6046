import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Offer } from "../../api";
import { useServerNow } from "../../clock";
import { PROBLEM } from "../../problems";
import { nextMorning, relativeHour } from "../../time";
import { DeclineSheet } from "../../ui/DeclineSheet";
import { OfferCard, type OwnSlot } from "../../ui/OfferCard";
import { StatusShape } from "../../ui/StatusShape";
import { ATTENDING_DECLINES, attendingCard } from "./attending-offer";
import classes from "./Inbox.module.css";
import { answer, holdBack, type Outcome, release, takeBack, useAnswers } from "./offer-answers";
import { cardOf, closedWord, phaseOf } from "./offer-words";
import { useSeen } from "./offers";

const ArrivalSheet = lazy(async () => ({
  default: (await import("./ArrivalSheet")).ArrivalSheet,
}));

type OfferToAnswerProps = {
  offer: Offer;
  onAccepted: () => void;
};

/** One offer with all that its answer may go through: sent, kept without network, taken back, too late. */
export function OfferToAnswer({ offer, onAccepted }: OfferToAnswerProps) {
  const now = useServerNow();
  const answers = useAnswers();
  const [declining, setDeclining] = useState(false);
  const [arriving, setArriving] = useState(false);
  const seen = useSeen(offer.id, offer.seen_at !== null || offer.state !== "pending");
  const phase = phaseOf(offer, answers, now);
  const refused = answers.refused.get(offer.id);

  async function accept(slot: OwnSlot | null, etaMinutes?: number) {
    const startsAt = slot ? new Date(slot.startsAt).toISOString() : null;
    const outcome: Outcome = await answer(offer.id, {
      kind: "accept",
      slotId: slot?.id ?? null,
      startsAt,
      etaMinutes,
    });
    if (outcome.name === "done") onAccepted();
  }

  if (phase === null) return null;
  if (offer.state === "accepted" && offer.request_id) return <Yours offer={offer} now={now} />;
  const morning = nextMorning(now);
  const sought = attendingCard(offer, now);
  return (
    <li ref={seen}>
      <OfferCard
        offer={sought ?? cardOf(offer, now)}
        phase={phase}
        refusal={phase.name === "open" && refused ? PROBLEM[refused.type] : null}
        onAccept={offer.card.kind === "death_certification" ? () => setArriving(true) : accept}
        onDecline={() => setDeclining(true)}
        onTakeBack={() => takeBack(offer.id)}
      />
      {arriving && (
        <Suspense>
          <ArrivalSheet
            title={cardOf(offer, now).title}
            verb="Accepter"
            onChoose={(minutes) => void accept(null, minutes)}
            onClose={() => setArriving(false)}
          />
        </Suspense>
      )}
      {declining && (
        <DeclineSheet
          reasons={sought ? ATTENDING_DECLINES : undefined}
          next={sought !== null}
          quietUntil={relativeHour(morning, now)}
          onDeclined={() => holdBack(offer.id)}
          onUndone={() => release(offer.id)}
          send={({ reason, quiet }, leaving) =>
            void answer(
              offer.id,
              { kind: "decline", reason, notBefore: quiet ? morning : null },
              leaving,
            )
          }
          onClose={() => setDeclining(false)}
        />
      )}
    </li>
  );
}

/** Accepted on another device, or once the network was back: the way to the person. */
function Yours({ offer, now }: { offer: Offer; now: number }) {
  return (
    <li>
      <Link to="/a-repondre/$offerId" params={{ offerId: offer.id }} className={classes.row}>
        <StatusShape shape="done" size={20} />
        <div className={classes.words}>
          <p className={classes.title}>C’est à vous</p>
          <p className={classes.sentence}>
            {cardOf(offer, now).title}. {closedWord(offer, now).sentence}
          </p>
        </div>
        <IconChevronRight size={20} stroke={1.75} aria-hidden="true" />
      </Link>
    </li>
  );
}
