import { IconPhone, IconVideo } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import type { PersonIdentity, Teleconsultation } from "../../../api";
import { useServerNow } from "../../../clock";
import { phoneHref, phoneWords } from "../../../figures";
import { useMe } from "../../../session";
import { appointmentTime, atHour } from "../../../time";
import { ActionBar } from "../../../ui/ActionBar";
import { BackLink } from "../../../ui/BackLink";
import { Button, ButtonAnchor } from "../../../ui/Button";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import page from "../../../ui/request-page.module.css";
import { StatusBadge } from "../../../ui/StatusBadge";
import { statusWord } from "../../../words";
import { deadlineOf } from "../../cases/board-words";
import { CaseThread } from "../../cases/CaseThread";
import { TELECONSULTATION_SAID } from "../../cases/teleconsultation-timeline";
import { describe } from "../../people/describe";
import { correcting, revealIdentity } from "../../people/identity";
import { KIT_ITEM } from "../site-words";
import { BookingFacts } from "./BookingFacts";
import classes from "./Bookings.module.css";
import { ACTION, lateWord, missingWord } from "./booking-words";
import { useBookingActs } from "./useBookingActs";

const MessageBox = lazy(async () => ({
  default: (await import("../../cases/MessageBox")).MessageBox,
}));

/** One booking: who, when, with whom; its thread, and what can be done now. */
export function BookingScreen({ booking }: { booking: Teleconsultation }) {
  const me = useMe();
  const now = useServerNow();
  const { act, sheet, problem, busy } = useBookingActs();
  const { number, state, person, join_link: link } = booking;
  const closed = booking.closed_at !== null;
  const coordinates = me.scopes.includes("board:read");
  const [first, ...others] = booking.actions;
  const said = lateWord(booking, now) ?? missingWord(booking);
  const at = booking.starts_at;
  return (
    <Page
      title={number}
      hideTitle
      focused
      back={
        <>
          <BackLink to={coordinates ? "/tableau" : "/teleconsultations"} />
          <h1 className={page.number}>{number}</h1>
        </>
      }
    >
      {problem && (
        <Note tone="crit" alert>
          {problem.sentence}
        </Note>
      )}
      {said && !closed && <Note tone="warn">{said}</Note>}
      <div className={page.root}>
        <div className={page.column}>
          <section className={page.card} aria-labelledby="heure">
            <div className={page.title}>
              <h2 id="heure">{at ? appointmentTime(at, now) : "Dès que possible"}</h2>
              <StatusBadge
                fill
                lifecycle="teleconsultation"
                state={state}
                values={{ hour: at ? atHour(at, now) : undefined }}
              />
            </div>
            <p>{[booking.professional?.name, booking.site_name].filter(Boolean).join(", ")}</p>
            {link && !closed && (
              <ButtonAnchor
                href={link}
                target="_blank"
                rel="noreferrer"
                wide
                icon={<IconVideo size={20} stroke={1.75} aria-hidden="true" />}
              >
                Rejoindre la vidéo
              </ButtonAnchor>
            )}
          </section>
          <section className={page.card} aria-label="La personne">
            {person ? (
              <Person person={person} />
            ) : booking.person_id ? (
              <MaskedIdentity
                compact
                purpose="Vous en avez besoin pour cette téléconsultation ?"
                forced={!booking.may_read_identity}
                reveal={(reason) => revealIdentity(booking.person_id ?? "", reason)}
              />
            ) : (
              <p className={page.quiet}>Aucune identité n’est gardée.</p>
            )}
          </section>
          <section className={page.card} aria-labelledby="faits">
            <h2 id="faits">La téléconsultation</h2>
            <BookingFacts
              booking={booking}
              now={now}
              more={[["À préparer", booking.helpers.map((one) => KIT_ITEM[one]).join(", ")]]}
            />
          </section>
        </div>
        <section className={`${page.card} ${page.column}`} aria-label="Fil">
          <CaseThread
            caseId={booking.id}
            reader={{
              name: me.name,
              coordinates,
              asked: booking.is_mine,
              wishedBefore: null,
              ofTeleconsultation: TELECONSULTATION_SAID,
            }}
            closed={closed}
            counters={booking.counters}
            deadline={closed ? null : deadlineOf(booking.clock)}
            situation={statusWord("teleconsultation", state).word}
            size="normal"
          />
          {!closed && me.scopes.includes("messages:write") && (
            <Suspense>
              <MessageBox caseId={booking.id} label="Écrire sur le fil" />
            </Suspense>
          )}
        </section>
      </div>
      {first && (
        <ActionBar>
          <div className={page.decision}>
            <Button
              variant="filled"
              size="decision"
              wide
              busy={busy && "Envoi…"}
              onClick={() => act(booking, first)}
            >
              {ACTION[first]}
            </Button>
            {others.length > 0 && (
              <div className={classes.pair}>
                {others.map((action) => (
                  <Button key={action} onClick={() => act(booking, action)}>
                    {ACTION[action]}
                  </Button>
                ))}
              </div>
            )}
          </div>
        </ActionBar>
      )}
      {sheet}
    </Page>
  );
}

function Person({ person }: { person: PersonIdentity }) {
  return (
    <>
      <p className={page.name}>{`${person.given_name} ${person.family_name}`}</p>
      <p className={page.quiet}>{describe(person)}</p>
      {person.phone && (
        <p>
          <IconPhone size={18} stroke={1.75} aria-hidden="true" />{" "}
          <a href={phoneHref(person.phone)}>{phoneWords(person.phone)}</a>
        </p>
      )}
      <p className={page.quiet}>Votre accès à cette identité est tracé.</p>
      {correcting(person)}
    </>
  );
}
