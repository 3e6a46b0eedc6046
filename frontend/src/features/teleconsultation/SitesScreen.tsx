import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { TeleconsultationSite } from "../../api";
import { useMe } from "../../session";
import { Button, ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { StatusShape } from "../../ui/StatusShape";
import rows from "../../ui/standing-rows.module.css";
import { OwnAssistance } from "./OwnAssistance";
import { sitesOptions } from "./reads";
import classes from "./Sites.module.css";
import { countsWords, siteStanding, siteWhere } from "./site-words";

const SiteSheet = lazy(() => import("./SiteSheet"));

/** Where teleconsultations are assisted: which sites can be booked, which not and why. One's own come first. */
export function SitesScreen() {
  const { scopes } = useMe();
  const { data, error } = useQuery(sitesOptions);
  const [adding, setAdding] = useState(false);
  const writes = scopes.includes("teleconsultation_sites:write");
  const sites = data?.sites ?? [];
  const parts = writes
    ? [
        {
          id: "a-completer",
          title: "À compléter",
          of: sites.filter((one) => !one.bookable && one.state === "active"),
        },
        { id: "reservables", title: "Réservables", of: sites.filter((one) => one.bookable) },
        { id: "fermes", title: "Fermés", of: sites.filter((one) => one.state === "closed") },
      ]
    : [
        { id: "chez-moi", title: "Chez moi", of: sites.filter((one) => one.is_mine) },
        { id: "territoire", title: "Sur le territoire", of: sites.filter((one) => !one.is_mine) },
      ];
  return (
    <Page
      title="Téléconsultation"
      column
      aside={
        writes && (
          <Button
            variant="filled"
            size="small"
            icon={<IconPlus size={18} stroke={2} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            Ajouter
          </Button>
        )
      }
    >
      <div className={classes.root}>
        <Refusal error={error} />
        {!data && !error && <Skeletons shape="row" count={6} />}
        {writes && (
          <div className={classes.top}>
            <p>{countsWords(sites)}</p>
            <ButtonLink
              to="/teleconsultation/recensement"
              size="small"
              icon={<IconUsers size={18} stroke={1.75} aria-hidden="true" />}
            >
              Recensement
            </ButtonLink>
          </div>
        )}
        {scopes.includes("membership:write") && <OwnAssistance asks />}
        {data?.sites.length === 0 && (
          <EmptyState title="Aucun site">
            {writes
              ? "Ajoutez une pharmacie, un cabinet infirmier, un centre de santé ou une tournée à domicile."
              : "La coordination ajoute les lieux où l’on aide à téléconsulter."}
          </EmptyState>
        )}
        {parts.map(
          ({ id, title, of }) =>
            of.length > 0 && (
              <section key={id} className={classes.part} aria-labelledby={id}>
                <h2 id={id}>{title}</h2>
                <ul className={rows.list}>
                  {of.map((site) => (
                    <li key={site.id}>
                      <Row site={site} />
                    </li>
                  ))}
                </ul>
              </section>
            ),
        )}
      </div>
      {adding && (
        <Suspense fallback={null}>
          <SiteSheet site={null} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Page>
  );
}

function Row({ site }: { site: TeleconsultationSite }) {
  const { shape, word } = siteStanding(site);
  return (
    <Link to="/teleconsultation/sites/$id" params={{ id: site.id }} className={rows.row}>
      <span className={rows.who}>
        <b>{site.name}</b>
        <small>{siteWhere(site)}</small>
      </span>
      <span className={rows.standing}>
        <StatusShape shape={shape} />
        {word}
      </span>
    </Link>
  );
}
