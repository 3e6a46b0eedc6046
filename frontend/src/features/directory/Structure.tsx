import { IconChevronLeft, IconPhone, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Organisation } from "../../api";
import { listDutiesOptions } from "../../api/@tanstack/react-query.gen";
import { useServerNow } from "../../clock";
import { phoneHref, phoneWords } from "../../figures";
import { millis, relativeHour } from "../../time";
import { ButtonAnchor } from "../../ui/Button";
import { ORGANISATION_KIND } from "../../words";
import { useOpenNow } from "./directory";
import { DUTY_KIND } from "./duty/duties";
import { hoursWords } from "./hours";
import classes from "./Profile.module.css";

/** A structure: where it is, when it opens, when it is on duty, and how to reach it. */
export function Structure({ structure }: { structure: Organisation }) {
  const now = useServerNow();
  const duties = useQuery(listDutiesOptions({ query: { limit: 200 } }));
  const open = useOpenNow().data?.items.find((one) => one.organisation_id === structure.id);
  const mine = duties.data?.items.filter((duty) => duty.organisation_id === structure.id) ?? [];
  const hours = hoursWords(structure.hours);
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
              {[ORGANISATION_KIND[structure.kind], structure.address_line, structure.commune_name]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </div>
        </div>
      </header>
      <div className={classes.columns}>
        <div className={classes.main}>
          <section className={classes.card}>
            <h2>Horaires</h2>
            {open?.is_open && (
              <p className={classes.address}>
                <b>Ouvert{open.open_until && `, ferme à ${relativeHour(open.open_until, now)}`}</b>
              </p>
            )}
            {open && !open.is_open && open.opens_at && (
              <p className={classes.address}>Fermé, ouvre {relativeHour(open.opens_at, now)}</p>
            )}
            <p className={classes.address}>{hours || "Horaires non communiqués."}</p>
          </section>
          {mine.length > 0 && (
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
          )}
        </div>
        <div className={classes.side}>
          <section className={classes.contact} aria-label="Contact">
            <ul>
              {structure.phone ? (
                <li>
                  <IconPhone size={18} stroke={1.75} aria-hidden="true" />
                  <a href={phoneHref(structure.phone)}>{phoneWords(structure.phone)}</a>
                </li>
              ) : (
                <li className={classes.unknown}>Aucun numéro connu.</li>
              )}
            </ul>
            <div className={classes.keep}>
              <ButtonAnchor
                href={`/api/v1/organisations/${structure.id}/card.vcf`}
                download
                size="small"
                wide
                icon={<IconUserPlus size={18} stroke={1.75} aria-hidden="true" />}
              >
                Ajouter à mes contacts
              </ButtonAnchor>
            </div>
          </section>
        </div>
      </div>
    </div>
  );
}
