import { IconDeviceDesktop, IconPlus, IconVideo } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Teleconsultation } from "../../../api";
import { serverNow, useServerNow } from "../../../clock";
import { capital } from "../../../figures";
import { useMe } from "../../../session";
import { TELECONSULTATION_REASON } from "../../../teleconsultation-words";
import { addDays, dayKey, hour, longDay, noonOf } from "../../../time";
import { Button, ButtonAnchor, ButtonLink } from "../../../ui/Button";
import { EmptyState } from "../../../ui/EmptyState";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import { Refusal } from "../../../ui/Refusal";
import page from "../../../ui/request-page.module.css";
import { SelectField } from "../../../ui/SelectField";
import { Skeletons } from "../../../ui/Skeletons";
import { StatusBadge } from "../../../ui/StatusBadge";
import { AGE_BAND } from "../../../words";
import { toReview } from "../kiosk/languages";
import { sitesOptions } from "../reads";
import classes from "./Bookings.module.css";
import { useOwnCount, useTeleconsultations } from "./booking-reads";
import { ACTION, grouped, isDoctor, lateWord, missingWord } from "./booking-words";
import { useBookingActs } from "./useBookingActs";

type WaitingRoomProps = {
  /** `2026-11-24`; null: today. */
  day: string | null;
  siteId: string | null;
  onChange: (shown: { day: string | null; siteId: string | null }) => void;
};

/** To choose a site, one must see them. */
const BOOKS = ["teleconsultations:write", "teleconsultation_sites:read"];

/** The bookings of a day, for whoever assists and for the doctor: who is there, who is late, one touch each. */
export function WaitingRoom({ day, siteId, onChange }: WaitingRoomProps) {
  const me = useMe();
  const now = useServerNow();
  const { data, error } = useTeleconsultations(day, siteId);
  const { data: sites } = useQuery({
    ...sitesOptions,
    enabled: me.scopes.includes("teleconsultation_sites:read"),
  });
  const { act, sheet, problem, busy } = useBookingActs();
  const today = dayKey(serverNow());
  const shown = day ?? today;
  const go = (by: number) => {
    const other = addDays(shown, by);
    onChange({ day: other === today ? null : other, siteId });
  };
  const several = sites?.sites.filter(({ state }) => state === "active") ?? [];
  return (
    <Page
      title="Salle d’attente"
      aside={
        BOOKS.every((scope) => me.scopes.includes(scope)) && (
          <ButtonLink
            to="/teleconsultations/nouvelle"
            variant="filled"
            size="small"
            icon={<IconPlus size={18} stroke={2} aria-hidden="true" />}
          >
            Réserver
          </ButtonLink>
        )
      }
    >
      <div className={classes.bar}>
        <Button size="small" onClick={() => go(-1)}>
          Veille
        </Button>
        <h2 aria-live="polite">{day ? capital(longDay(noonOf(day))) : "Aujourd’hui"}</h2>
        <Button size="small" onClick={() => go(1)}>
          Lendemain
        </Button>
        {me.scopes.includes("teleconsultations:coordinate") && (
          <ButtonLink to="/teleconsultations/chiffres" size="small">
            Chiffres
          </ButtonLink>
        )}
      </div>
      {several.length > 1 && (
        <div className={classes.site}>
          <SelectField
            label="Lieu"
            empty="Tous les lieux"
            value={siteId ?? ""}
            options={several.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(chosen) => onChange({ day, siteId: chosen || null })}
          />
        </div>
      )}
      <Refusal error={error} />
      {!data && !error && <Skeletons shape="row" count={4} />}
      {data?.items.length === 0 && (
        <EmptyState title="Aucune téléconsultation">
          Celles de ce jour s’affichent ici, qu’elles viennent de la borne ou d’un professionnel.
        </EmptyState>
      )}
      {grouped(data?.items ?? []).map(({ title, items }) => (
        <section key={title} className={classes.group} aria-label={title}>
          <h2>
            {title} <span>{items.length}</span>
          </h2>
          <ul>
            {items.map((booking) => (
              <Row
                key={booking.id}
                booking={booking}
                now={now}
                busy={busy}
                problem={problem?.id === booking.id ? problem.sentence : null}
                onAct={(action) => act(booking, action)}
              />
            ))}
          </ul>
        </section>
      ))}
      {isDoctor(me) && <OwnCount />}
      <KioskDoors />
      {sheet}
    </Page>
  );
}

type RowProps = {
  booking: Teleconsultation;
  now: number;
  busy: boolean;
  problem: string | null;
  onAct: (action: Teleconsultation["actions"][number]) => void;
};

/** Left to the page of the booking: seldom, or to be thought over. */
const ON_PAGE = new Set(["move", "cancel", "interrupt", "record_consent"]);
const ON_ROW = 2;

function Row({ booking, now, busy, problem, onAct }: RowProps) {
  const me = useMe();
  const { person, professional, assistant } = booking;
  const who = person
    ? `${person.given_name} ${person.family_name}`
    : [booking.number, booking.age_band && AGE_BAND[booking.age_band]].filter(Boolean).join(", ");
  const missing = missingWord(booking);
  const about = [
    TELECONSULTATION_REASON[booking.reason],
    professional?.name !== me.name && professional?.name,
    assistant && assistant.name !== me.name && `avec ${assistant.name}`,
    booking.site_name,
  ];
  const offered = booking.actions.filter((action) => !ON_PAGE.has(action)).slice(0, ON_ROW);
  if (missing && booking.actions.includes("record_consent") && !booking.consent?.video) {
    offered.unshift("record_consent");
  }
  const late = lateWord(booking, now);
  return (
    <li className={classes.row} data-late={late ? true : undefined}>
      <b className={classes.hour}>{booking.starts_at ? hour(booking.starts_at) : "–"}</b>
      <div className={classes.what}>
        <Link to="/teleconsultations/$id" params={{ id: booking.id }}>
          {who}
        </Link>
        <small>{about.filter(Boolean).join(" · ")}</small>
        {late && <small className={classes.late}>{late}</small>}
        {missing && <small className={classes.late}>{missing}</small>}
        {problem && (
          <Note tone="crit" alert>
            {problem}
          </Note>
        )}
      </div>
      <StatusBadge lifecycle="teleconsultation" state={booking.state} />
      <div className={classes.acts}>
        {booking.join_link && booking.closed_at === null && (
          <ButtonAnchor
            href={booking.join_link}
            target="_blank"
            rel="noreferrer"
            size="small"
            icon={<IconVideo size={18} stroke={1.75} aria-hidden="true" />}
            aria-label={`Rejoindre la vidéo, ${booking.number}`}
          >
            Rejoindre
          </ButtonAnchor>
        )}
        {offered.slice(0, ON_ROW).map((action, index) => (
          <Button
            key={action}
            size="small"
            variant={index === 0 ? "filled" : "default"}
            busy={busy && "Envoi…"}
            aria-label={`${ACTION[action]}, ${booking.number}`}
            onClick={() => onAct(action)}
          >
            {ACTION[action]}
          </Button>
        ))}
      </div>
    </li>
  );
}

/** One's own year: a count and no verdict, for only the health insurance knows the rest. */
function OwnCount() {
  const { data } = useOwnCount(true);
  if (!data) return null;
  return (
    <p className={page.quiet}>
      En {data.year}, {data.finished}{" "}
      {data.finished > 1 ? "téléconsultations faites" : "téléconsultation faite"}, {data.booked} à
      venir. La part dans votre activité, seule l’Assurance maladie la connaît.
    </p>
  );
}

/** The kiosk pages that one may open, and what is still to be read of their translations. */
function KioskDoors() {
  const me = useMe();
  const { data } = useQuery({
    ...sitesOptions,
    enabled: me.scopes.includes("teleconsultations:kiosk"),
  });
  const own = data?.sites.filter(({ is_mine, state }) => is_mine && state === "active") ?? [];
  if (own.length === 0) return null;
  return (
    <section className={classes.group} aria-label="Borne">
      <h2>Borne</h2>
      <div className={classes.pair}>
        {own.map(({ id, name }) => (
          <ButtonLink
            key={id}
            to="/borne/$siteId"
            params={{ siteId: id }}
            icon={<IconDeviceDesktop size={18} stroke={1.75} aria-hidden="true" />}
          >
            {own.length > 1 ? `Ouvrir la borne, ${name}` : "Ouvrir la borne"}
          </ButtonLink>
        ))}
      </div>
      {toReview().length > 0 && (
        <p className={page.quiet}>
          À relire par qui parle la langue&nbsp;:{" "}
          {toReview().map(({ code, french }, index) => (
            <span key={code}>
              {index > 0 && ", "}
              <Link to="/teleconsultations/langues" search={{ langue: code }}>
                {french}
              </Link>
            </span>
          ))}
          .
        </p>
      )}
    </section>
  );
}
