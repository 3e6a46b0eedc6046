import { IconChevronLeft, IconPrinter } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Duty, OpenPlace, Organisation, ProfessionalHit } from "../../../api";
import { useServerNow } from "../../../clock";
import { phoneWords } from "../../../figures";
import { useMe } from "../../../session";
import { hour, longDay } from "../../../time";
import { Button } from "../../../ui/Button";
import { hoursWords } from "../../../ui/hours";
import { Skeletons } from "../../../ui/Skeletons";
import { useOpenNow } from "../directory";
import classes from "./DutySheet.module.css";
import { byDay, dutyHours, isOnDuty, useDeleteDuty, useSheet } from "./duties";
import { DUTY_KIND } from "./duty-words";
import { NewDuty } from "./NewDuty";

/** Who to call today and this week, on two sides of paper at most, for when the network is down. */
export function DutySheet() {
  const now = useServerNow();
  const sheet = useSheet();
  const open = useOpenNow();
  const may = useMe().scopes.includes("duties:write");
  if (sheet === null) return <Skeletons shape="result" count={6} />;
  const days = byDay(sheet.duties, now);
  return (
    <div className={classes.root}>
      <title>Feuille de garde · Maillage</title>
      <nav className={classes.bar} aria-label="Feuille">
        <Link to="/annuaire" className={classes.back}>
          <IconChevronLeft size={18} stroke={1.75} aria-hidden="true" />
          Annuaire
        </Link>
        <Button
          variant="filled"
          icon={<IconPrinter size={18} stroke={1.75} aria-hidden="true" />}
          onClick={() => window.print()}
        >
          Imprimer
        </Button>
      </nav>
      <article className={classes.sheet}>
        <header className={classes.head}>
          <div>
            <h1>Feuille de garde</h1>
            <p>{sheet.community.name}</p>
          </div>
          <p className={classes.printed}>
            imprimée le {longDay(now)} à {hour(now)}
          </p>
        </header>
        <ul className={classes.first}>
          <li>
            <span>Urgence vitale, SAMU</span>
            <b>15</b>
          </li>
          {sheet.community.coordination_phone && (
            <li>
              <span>Coordination de la CPTS</span>
              <b>{phoneWords(sheet.community.coordination_phone)}</b>
            </li>
          )}
        </ul>
        <section className={classes.part}>
          <h2>De garde</h2>
          {days.map(({ day, title, duties }) => (
            <div key={day} className={classes.day}>
              <h3>{title}</h3>
              {duties.length === 0 ? (
                <p className={classes.none}>Personne n’est inscrit. Pharmacie&nbsp;: 3237.</p>
              ) : (
                <ul>
                  {duties.map((duty) => (
                    <DutyLine key={duty.id} duty={duty} day={day} now={now} may={may} />
                  ))}
                </ul>
              )}
            </div>
          ))}
        </section>
        {sheet.walkIn.length > 0 && (
          <section className={classes.part}>
            <h2>Sans passer par un médecin traitant</h2>
            <ul>
              {sheet.walkIn.map((place) => (
                <PlaceLine
                  key={place.id}
                  place={place}
                  state={open.data?.items.find((one) => one.organisation_id === place.id)}
                />
              ))}
            </ul>
          </section>
        )}
        <Numbers title="Pharmacies" items={sheet.pharmacies.map(ofPlace)} />
        <Numbers
          title="Soins non programmés, répondent aux appels"
          items={sheet.called.map(ofPerson)}
        />
      </article>
      {may && <NewDuty structures={sheet.structures} volunteers={sheet.volunteers} />}
    </div>
  );
}

type DutyLineProps = { duty: Duty; day: string; now: number; may: boolean };

function DutyLine({ duty, day, now, may }: DutyLineProps) {
  const remove = useDeleteDuty();
  return (
    <li className={classes.line}>
      <span className={classes.who}>
        <small>{DUTY_KIND[duty.kind]}</small>
        <b>{duty.name}</b>
        <small>{duty.place}</small>
      </span>
      <span className={classes.when} data-now={isOnDuty(duty, now) || undefined}>
        {dutyHours(duty, day)}
      </span>
      <Phone number={duty.phone} />
      {may && (
        <span className={classes.screen}>
          <Button
            size="row"
            busy={remove.isPending && "Retrait…"}
            aria-label={`Retirer ${duty.name}`}
            onClick={() => remove.mutate(duty.id)}
          >
            Retirer
          </Button>
        </span>
      )}
    </li>
  );
}

function PlaceLine({ place, state }: { place: Organisation; state: OpenPlace | undefined }) {
  const words = hoursWords(place.hours);
  return (
    <li className={classes.line}>
      <span className={classes.who}>
        <b>{place.name}</b>
        <small>{[place.address_line, place.commune_name].filter(Boolean).join(", ")}</small>
        {words && <small>{words}</small>}
      </span>
      <span className={classes.when} data-now={state?.is_open || undefined}>
        {state?.is_open &&
          (state.open_until ? `ouvert jusqu’à ${hour(state.open_until)}` : "ouvert")}
      </span>
      <Phone number={place.instruction === "call_15" ? "15" : place.phone} />
    </li>
  );
}

function Phone({ number }: { number: string | null }) {
  return <b className={classes.phone}>{number ? phoneWords(number) : "—"}</b>;
}

type Named = { key: string; name: string; facts: string; phone: string | null };

function ofPlace(place: Organisation): Named {
  return { key: place.id, name: place.name, facts: place.commune_name, phone: place.phone };
}

function ofPerson({ professional, phone }: ProfessionalHit): Named {
  const { id, name, specialty_label, profession_label, sector, commune_name } = professional;
  const facts = [specialty_label ?? profession_label, sector ?? commune_name];
  return { key: id, name, facts: facts.filter(Boolean).join(", "), phone };
}

function Numbers({ title, items }: { title: string; items: Named[] }) {
  if (items.length === 0) return null;
  return (
    <section className={classes.part}>
      <h2>{title}</h2>
      <ul className={classes.numbers}>
        {items.map(({ key, name, facts, phone }) => (
          <li key={key}>
            <span className={classes.who}>
              <b>{name}</b>
              <small>{facts}</small>
            </span>
            <Phone number={phone} />
          </li>
        ))}
      </ul>
    </section>
  );
}
