import { IconPhone, IconVideo } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { PersonIdentity, Teleconsultation } from "../../../api";
import { useServerNow } from "../../../clock";
import { phoneHref, phoneWords } from "../../../figures";
import { useMe } from "../../../session";
import { TELECONSULTATION_REASON } from "../../../teleconsultation-words";
import { appointmentTime, atHour, hour, relativeHour } from "../../../time";
import { ActionBar } from "../../../ui/ActionBar";
import { BackLink } from "../../../ui/BackLink";
import { Button, ButtonAnchor } from "../../../ui/Button";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import { StatusBadge } from "../../../ui/StatusBadge";
import { AGE_BAND, ATTENDING_CONTACT, statusWord } from "../../../words";
import { deadlineOf } from "../../cases/board-words";
import { CaseThread } from "../../cases/CaseThread";
import { revealIdentity } from "../../people/identity";
import { describe } from "../../people/own-patient";
import { KIT_ITEM } from "../site-words";
import classes from "./Bookings.module.css";
import {
  ACTION,
  ATTENDING_STATUS,
  CANCELLATION,
  consentWord,
  EXCEPTION,
  FOLLOW_UP,
  lateWord,
  missingWord,
  ORIGIN,
  REDIRECT,
  SOLUTION,
  TIE,
} from "./booking-words";
import { useBookingActs } from "./useBookingActs";

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
          <h1 className={classes.number}>{number}</h1>
        </>
      }
    >
      {problem && (
        <Note tone="crit" alert>
          {problem.sentence}
        </Note>
      )}
      {said && !closed && <Note tone="warn">{said}</Note>}
      <div className={classes.root}>
        <div className={classes.column}>
          <section className={classes.card} aria-labelledby="heure">
            <div className={classes.title}>
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
          <section className={classes.card} aria-label="La personne">
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
              <p className={classes.quiet}>Aucune identité n’est gardée.</p>
            )}
          </section>
          <section className={classes.card} aria-labelledby="faits">
            <h2 id="faits">La téléconsultation</h2>
            <Facts booking={booking} now={now} />
          </section>
        </div>
        <section className={`${classes.card} ${classes.column}`} aria-label="Fil">
          <CaseThread
            caseId={booking.id}
            reader={{ name: me.name, coordinates, asked: booking.is_mine, wishedBefore: null }}
            closed={closed}
            counters={booking.counters}
            deadline={closed ? null : deadlineOf(booking.clock)}
            situation={statusWord("teleconsultation", state).word}
            size="normal"
          />
        </section>
      </div>
      {first && (
        <ActionBar>
          <div className={classes.decision}>
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
      <p className={classes.name}>{`${person.given_name} ${person.family_name}`}</p>
      <p className={classes.quiet}>{describe(person)}</p>
      {person.phone && (
        <p>
          <IconPhone size={18} stroke={1.75} aria-hidden="true" />{" "}
          <a href={phoneHref(person.phone)}>{phoneWords(person.phone)}</a>
        </p>
      )}
      <p className={classes.quiet}>Votre accès à cette identité est tracé.</p>
    </>
  );
}

type FactsProps = { booking: Teleconsultation; now: number };

/** What is known of a booking without the identity. */
export function Facts({ booking, now }: FactsProps) {
  const { minor, consent, attending_professional: usual, report_sent: report } = booking;
  const attending = [
    usual?.name ??
      (booking.attending_doctor_status && ATTENDING_STATUS[booking.attending_doctor_status]),
    booking.attending_contact &&
      ATTENDING_CONTACT[booking.attending_contact].toLocaleLowerCase("fr"),
  ];
  const lines: [string, ReactNode][] = [
    ["Motif", TELECONSULTATION_REASON[booking.reason]],
    ["Orientée", booking.redirect && REDIRECT[booking.redirect]],
    ["Qui", booking.age_band && AGE_BAND[booking.age_band]],
    ["Demandée", `${ORIGIN[booking.origin]}, ${relativeHour(booking.created_at, now)}`],
    ["Aide sur place", booking.assistant?.name],
    ["Médecin traitant", attending.filter(Boolean).join(", ")],
    [
      "Exception",
      booking.territorial_exception !== "none" && EXCEPTION[booking.territorial_exception],
    ],
    [
      "Adulte présent",
      minor &&
        [
          minor.adult_name,
          minor.tie && TIE[minor.tie],
          minor.phone && phoneWords(minor.phone),
          minor.parental_consent ? "autorité parentale d’accord" : "sans accord parental",
          minor.override_reason,
        ]
          .filter(Boolean)
          .join(", "),
    ],
    ["Accord", consent ? consentWord(consent, now) : "pas encore noté"],
    ["À préparer", booking.helpers.map((one) => KIT_ITEM[one]).join(", ")],
    ["Arrivée", booking.checked_in_at && hour(booking.checked_in_at)],
    ["Commencée", booking.started_at && hour(booking.started_at)],
    ["Finie", booking.ended_at && hour(booking.ended_at)],
    ["Compte rendu", report === null ? null : report ? "envoyé" : "pas encore envoyé"],
    ["Ensuite", booking.follow_up && FOLLOW_UP[booking.follow_up]],
    ["Solution", booking.solution && SOLUTION[booking.solution]],
    ["Annulée", booking.cancellation_reason && CANCELLATION[booking.cancellation_reason]],
  ];
  return (
    <dl className={classes.facts}>
      {lines.map(
        ([label, value]) =>
          value && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
