import { IconChevronRight, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useRef } from "react";
import type { Offer } from "../../api";
import { useServerNow } from "../../clock";
import { problemSentence } from "../../problems";
import { ButtonLink } from "../../ui/Button";
import { Deadline } from "../../ui/Deadline";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { QuietRow } from "../../ui/QuietRow";
import { Skeletons } from "../../ui/Skeletons";
import classes from "./Inbox.module.css";
import { OfferToAnswer } from "./OfferToAnswer";
import { cardOf, closedWord, offerTitle, phaseOf, sorted } from "./offer-words";
import { useMyAnswers, useOffers } from "./offers";
import { WeekShare } from "./WeekShare";

type InboxProps = {
  /** Whose answers may be kept on this device. */
  accountId: string;
  /** Whether one may be asked now, and until when. */
  reachable: ReactNode;
  /** When nobody is asked, for the empty inbox. */
  quiet: string | null;
  /** What one took and must still confirm; then what is asked of oneself. */
  taken: ReactNode;
  onAccepted: (offer: Offer) => void;
};

const A_DAY = 24 * 60 * 60_000;

/** The offers made to one professional: the most pressing first, one tap each. */
export function Inbox({ accountId, reachable, quiet, taken, onAccepted }: InboxProps) {
  const now = useServerNow();
  const { data, error } = useOffers();
  const answers = useMyAnswers(accountId);
  const looked = useRef(new Set<string>());
  const { cards, closed } = sorted(data?.items ?? [], looked.current, now);
  for (const { id } of cards) looked.current.add(id);
  const shown = cards.filter((offer) => phaseOf(offer, answers, now) !== null);
  const pressing = shown.filter((offer) => !waits(offer, now));
  const waiting = shown.filter((offer) => waits(offer, now));
  return (
    <Page title="À répondre">
      <div className={classes.root}>
        <div className={classes.reachable}>{reachable}</div>
        <div className={classes.cards}>
          {error && !data && (
            <Note tone="warn" alert>
              {problemSentence(error)}
            </Note>
          )}
          {!data && !error && <Skeletons shape="offer" count={2} />}
          {data && shown.length === 0 && <Nothing quiet={quiet} />}
          <ul className={classes.list}>
            {pressing.map((offer) => (
              <OfferToAnswer key={offer.id} offer={offer} onAccepted={() => onAccepted(offer)} />
            ))}
          </ul>
        </div>
        <div className={classes.rest}>
          {taken}
          {waiting.length > 0 && (
            <section>
              <h2 className={classes.heading}>Peut attendre</h2>
              <ul className={classes.list}>
                {waiting.map((offer) => (
                  <li key={offer.id}>
                    <WaitingRow offer={offer} now={now} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          {closed.length > 0 && (
            <section>
              <h2 className={classes.heading}>Plus à répondre</h2>
              <ul className={classes.list}>
                {closed.map((offer) => (
                  <li key={offer.id}>
                    <ClosedRow offer={offer} now={now} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          {data && <WeekShare />}
        </div>
      </div>
    </Page>
  );
}

/** Days to answer: a row, not a card. */
function waits(offer: Offer, now: number): boolean {
  return offer.state === "pending" && Date.parse(offer.due_at) - now > A_DAY;
}

function WaitingRow({ offer, now }: { offer: Offer; now: number }) {
  const { title, facts } = cardOf(offer, now);
  const where = facts.find(({ kind }) => kind === "where")?.text;
  return (
    <Link to="/a-repondre/$offerId" params={{ offerId: offer.id }} className={classes.row}>
      <div>
        <p className={classes.title}>{title}</p>
        <p className={classes.sentence}>{where}</p>
        <Deadline kind="answer" look="text" dueAt={offer.due_at} startedAt={offer.offered_at} />
      </div>
      <IconChevronRight size={20} stroke={1.75} aria-hidden="true" />
    </Link>
  );
}

function ClosedRow({ offer, now }: { offer: Offer; now: number }) {
  const { shape, sentence } = closedWord(offer, now);
  return (
    <QuietRow shape={shape} title={offerTitle(offer)}>
      {sentence}
    </QuietRow>
  );
}

function Nothing({ quiet }: { quiet: string | null }) {
  return (
    <EmptyState
      title="Rien à répondre"
      drawing
      action={
        <ButtonLink
          to="/agenda"
          search={{ ouvrir: true }}
          variant="tint"
          wide
          icon={<IconPlus size={20} stroke={1.75} aria-hidden="true" />}
        >
          Ouvrir du temps
        </ButtonLink>
      }
    >
      La prochaine sollicitation arrivera ici et par <span className={classes.whole}>e-mail</span>.
      {quiet && ` Rien entre ${quiet}.`}
    </EmptyState>
  );
}
