import { IconChevronLeft, IconPencil, IconPhone, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { OrganisationPage } from "../../../api";
import { listDutiesOptions } from "../../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../../clock";
import { phoneHref, phoneWords } from "../../../figures";
import { millis, relativeHour } from "../../../time";
import { ButtonAnchor, ButtonLink } from "../../../ui/Button";
import { StatusShape } from "../../../ui/StatusShape";
import { WeekHours } from "../../../ui/WeekHours";
import { exceptionWords } from "../../../ui/week-words";
import { ORGANISATION_KIND } from "../../../words";
import { DUTY_KIND } from "../duty/duty-words";
import { MiniMap } from "../map/MiniMap";
import type { MapPoint } from "../map/points";
import classes from "../Profile.module.css";
import { isOpen, openWords } from "./open-words";
import { checkedWords } from "./structure-words";

const MOST = 200;

/** A structure: whether it is open, when it opens, when it is on duty, who works there, how to reach it. */
export function Structure({ structure }: { structure: OrganisationPage }) {
  const now = useServerNow();
  const { id, kind, open_state, exceptions, members } = structure;
  const words = openWords(open_state, now);
  return (
    <div className={classes.root}>
      <title>Structure · Maillage</title>
      <header className={classes.head}>
        <Link to="/annuaire" className={classes.back}>
          <IconChevronLeft size={18} stroke={1.75} aria-hidden="true" />
          Annuaire
        </Link>
        <div className={classes.who}>
          <div className={classes.words}>
            <h1>{structure.name}</h1>
            <p>
              {[ORGANISATION_KIND[kind], structure.address_line, structure.commune_name]
                .filter(Boolean)
                .join(" · ")}
            </p>
            <p className={classes.sources}>
              <span>
                <StatusShape shape={isOpen(open_state) ? "open" : "closed"} />
                <b>{words.charAt(0).toUpperCase() + words.slice(1)}</b>
              </span>
              <span>{checkedWords(structure)}</span>
            </p>
          </div>
          {structure.actions.includes("edit") && (
            <ButtonLink
              to="/annuaire/structures/$id/modifier"
              params={{ id }}
              icon={<IconPencil size={18} stroke={1.75} aria-hidden="true" />}
            >
              Modifier la fiche
            </ButtonLink>
          )}
        </div>
      </header>
      <div className={classes.columns}>
        <div className={classes.main}>
          <div className={classes.pair}>
            <section className={classes.card}>
              <h2>Horaires</h2>
              <WeekHours hours={structure.hours} holidays />
              {exceptions.length > 0 && (
                <>
                  <h3 className={classes.sub}>Jours différents</h3>
                  <ul className={classes.lines}>
                    {exceptions.map((one) => (
                      <li key={one.from_day}>{exceptionWords(one)}</li>
                    ))}
                  </ul>
                </>
              )}
            </section>
            {members.length > 0 && (
              <section className={classes.card}>
                <h2>Y exercent</h2>
                <ul className={classes.lines}>
                  {members.map((one) => (
                    <li key={one.id}>
                      <Link to="/annuaire/$id" params={{ id: one.id }}>
                        {one.name}
                      </Link>
                      <small>{one.specialty_label ?? one.profession_label}</small>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </div>
          <Duties structureId={id} now={now} />
        </div>
        <div className={classes.side}>
          <Reach structure={structure} />
        </div>
      </div>
    </div>
  );
}

function Duties({ structureId, now }: { structureId: string; now: number }) {
  const duties = useQuery(listDutiesOptions({ query: { limit: MOST } }));
  const mine = duties.data?.items.filter((duty) => duty.organisation_id === structureId) ?? [];
  if (mine.length === 0) return null;
  return (
    <section className={classes.card}>
      <h2>De garde</h2>
      {mine.map((duty) => (
        <p key={duty.id} className={classes.address}>
          {DUTY_KIND[duty.kind]}&nbsp;:{" "}
          {millis(duty.starts_at) <= now ? (
            <b>de garde jusqu’à {relativeHour(duty.ends_at, now)}</b>
          ) : (
            `${relativeHour(duty.starts_at, now)} – ${relativeHour(duty.ends_at, now)}`
          )}
        </p>
      ))}
    </section>
  );
}

/** Where it is on the map, and which number to call. */
function Reach({ structure }: { structure: OrganisationPage }) {
  const { id, kind, name, latitude, longitude, instruction, open_state } = structure;
  const free = isOpen(open_state);
  const points = useMemo<MapPoint[]>(
    () =>
      latitude === null || longitude === null
        ? []
        : [{ key: id, standing: kind, latitude, longitude, count: 1, free, label: name }],
    [id, kind, name, latitude, longitude, free],
  );
  const phone = instruction === "call_15" ? "15" : structure.phone;
  return (
    <section className={classes.contact} aria-label="Contact">
      <MiniMap points={points} />
      <ul>
        {phone ? (
          <li>
            <IconPhone size={18} stroke={1.75} aria-hidden="true" />
            <a href={phoneHref(phone)}>{phoneWords(phone)}</a>
            {instruction === "walk_in" && <span className={classes.note}>sans rendez-vous</span>}
          </li>
        ) : (
          <li className={classes.unknown}>Aucun numéro connu.</li>
        )}
      </ul>
      <div className={classes.keep}>
        <ButtonAnchor
          href={`/api/v1/organisations/${id}/card.vcf`}
          download
          size="small"
          wide
          icon={<IconUserPlus size={18} stroke={1.75} aria-hidden="true" />}
        >
          Ajouter à mes contacts
        </ButtonAnchor>
      </div>
    </section>
  );
}
