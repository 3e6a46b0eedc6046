import { IconPencil } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { TeleconsultationSite } from "../../api";
import { numericDate } from "../../time";
import { BackLink } from "../../ui/BackLink";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { StatusShape } from "../../ui/StatusShape";
import { WeekHours } from "../../ui/WeekHours";
import { exceptionWords } from "../../ui/week-words";
import { KitCard } from "./KitCard";
import classes from "./Sites.module.css";
import {
  lackCure,
  lackWord,
  personWords,
  presenceWords,
  SITE_KIND,
  siteStanding,
  siteWhere,
} from "./site-words";

const SHEETS = {
  site: lazy(() => import("./SiteSheet")),
  people: lazy(() => import("./PeopleSheet")),
  opening: lazy(() => import("./OpeningSheet")),
  connection: lazy(() => import("./ConnectionSheet")),
};

type Editing = keyof typeof SHEETS;

/** One site: whether it can be booked and what it takes, its kit, who assists, when, and over what line. */
export function SiteScreen({ site }: { site: TeleconsultationSite }) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const Editor = editing && SHEETS[editing];
  const edits = site.actions.includes("edit");
  const keeps = site.actions.includes("keep");
  return (
    <Page
      title={site.name}
      back={<BackLink to="/teleconsultation/sites" />}
      aside={edits && <Change onClick={() => setEditing("site")}>Modifier</Change>}
    >
      <div className={classes.root}>
        <p className={classes.help}>{siteWhere(site)}</p>
        <Standing site={site} />
        <div className={classes.columns}>
          <div>
            {site.kind !== "home_visits" && <KitCard site={site} keeps={keeps} />}
            <section className={classes.card} aria-labelledby="personnes">
              <div className={classes.title}>
                <h2 id="personnes">Qui assiste</h2>
                {edits && <Change onClick={() => setEditing("people")}>Choisir</Change>}
              </div>
              {site.people.length === 0 && <p className={classes.help}>Personne pour l’instant.</p>}
              <ul className={classes.lines}>
                {site.people.map((one) => (
                  <li key={one.professional.id} className={classes.line}>
                    <StatusShape shape={one.lacks.length === 0 ? "agreed" : "soon"} />
                    <span>
                      <b>{one.professional.name}</b>
                      <small>
                        {one.professional.profession_label} · {presenceWords(one)}
                      </small>
                      <small>{personWords(one)}</small>
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          </div>
          <div>
            <section className={classes.card} aria-labelledby="ouverture">
              <div className={classes.title}>
                <h2 id="ouverture">Ouverture</h2>
                {keeps && <Change onClick={() => setEditing("opening")}>Changer</Change>}
              </div>
              <WeekHours hours={site.hours} holidays />
              {site.exceptions.length > 0 && (
                <>
                  <h3>Jours différents</h3>
                  <ul className={classes.lines}>
                    {site.exceptions.map((one) => (
                      <li key={one.from_day}>{exceptionWords(one)}</li>
                    ))}
                  </ul>
                </>
              )}
            </section>
            {site.kind !== "home_visits" && (
              <section className={classes.card} aria-labelledby="connexion">
                <div className={classes.title}>
                  <h2 id="connexion">Connexion</h2>
                  {keeps && (
                    <Change onClick={() => setEditing("connection")}>Noter un essai</Change>
                  )}
                </div>
                <Connection site={site} />
              </section>
            )}
            <section className={classes.card} aria-labelledby="lieu">
              <h2 id="lieu">Le lieu</h2>
              <Place site={site} />
            </section>
          </div>
        </div>
      </div>
      {Editor && (
        <Suspense fallback={null}>
          <Editor site={site} onClose={() => setEditing(null)} />
        </Suspense>
      )}
    </Page>
  );
}

function Change({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button
      size="small"
      icon={<IconPencil size={16} stroke={1.75} aria-hidden="true" />}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}

/** Whether it can be booked; if not, each cause with what to do. */
function Standing({ site }: { site: TeleconsultationSite }) {
  const { shape, word } = siteStanding(site);
  if (site.lacks.length === 0) {
    return (
      <Note tone="ok" icon={<StatusShape shape={shape} size={18} />}>
        {word}
      </Note>
    );
  }
  const lacks = site.state === "closed" ? site.lacks.slice(0, 1) : site.lacks;
  return (
    <section className={classes.card} aria-labelledby="manque">
      <h2 id="manque">Pas réservable</h2>
      <ul className={classes.lacks}>
        {lacks.map((lack) => (
          <li key={`${lack.cause} ${lack.item}`} className={classes.lack}>
            <StatusShape shape={shape} />
            <span>
              <b>{lackWord(lack)}</b>
              <small>{lackCure(lack)}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const megabits = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

function Connection({ site: { connection } }: { site: TeleconsultationSite }) {
  if (connection === null) return <p className={classes.help}>Jamais essayée.</p>;
  const { worked, down_mbps, up_mbps, tested_on, tested_by, good_until } = connection;
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Image et son</dt>
        <dd>{worked ? "Bons" : "Mauvais"}</dd>
      </div>
      <div>
        <dt>Reçoit, envoie</dt>
        <dd>
          {megabits.format(down_mbps)} et {megabits.format(up_mbps)}&nbsp;Mbit/s
        </dd>
      </div>
      <div>
        <dt>Essai</dt>
        <dd>
          {numericDate(tested_on)}, par {tested_by}
        </dd>
      </div>
      <div>
        <dt>À refaire après</dt>
        <dd>{numericDate(good_until)}</dd>
      </div>
    </dl>
  );
}

function Place({ site }: { site: TeleconsultationSite }) {
  const { room, kind, organisation_name, address_line, join_link_base } = site;
  const said = (yes: boolean) => (yes ? "Oui" : "Non");
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Nature</dt>
        <dd>{SITE_KIND[kind]}</dd>
      </div>
      {organisation_name && (
        <div>
          <dt>Structure</dt>
          <dd>{organisation_name}</dd>
        </div>
      )}
      {address_line && (
        <div>
          <dt>Adresse</dt>
          <dd>{address_line}</dd>
        </div>
      )}
      {kind !== "home_visits" && (
        <>
          <div>
            <dt>Pièce fermée</dt>
            <dd>{said(room.closed)}</dd>
          </div>
          <div>
            <dt>Place assise</dt>
            <dd>{said(room.seated)}</dd>
          </div>
          <div>
            <dt>À l’écart du public</dt>
            <dd>{said(room.apart)}</dd>
          </div>
        </>
      )}
      <div>
        <dt>Lien vidéo</dt>
        <dd>{join_link_base ?? "Aucun"}</dd>
      </div>
    </dl>
  );
}
