import { useQuery } from "@tanstack/react-query";
import type { NothingShown, RegulationViewSlot } from "../../api";
import { getMyRegulationViewOptions } from "../../api/@tanstack/react-query.gen";
import { onServer } from "../../clock";
import { problemSentence } from "../../problems";
import { hour } from "../../time";
import { BackLink } from "../../ui/BackLink";
import { ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Skeletons } from "../../ui/Skeletons";
import { CARE_MODE, SLOT_AUDIENCE } from "../../words";
import classes from "./Seen.module.css";
import { dayDetail, dayTitle, readAt } from "./words";

/** Why the SAS sees nothing of somebody, and what to do. */
const NOTHING: Record<NothingShown, string> = {
  no_opening: "Vous n’avez encore ouvert aucun temps. Ouvrez-en dans l’agenda.",
  not_these_days: "Rien n’est ouvert d’ici après-demain. Le SAS ne regarde que ces trois jours.",
  no_audience:
    "Vos heures ne sont ouvertes à personne. Choisissez « SAS » ou « CPTS » sur une plage de l’agenda.",
  absent: "Vous êtes en absence, ou avez fermé ces heures.",
  taken: "Tout est pris, ou trop proche pour être réservé.",
};

/** « Ce que le SAS voit »: by the search that answers the platform, and why nothing shows. */
export function SeenScreen() {
  const { data, error, dataUpdatedAt } = useQuery({
    ...getMyRegulationViewOptions(),
    staleTime: 0,
  });
  return (
    <Page title="Ce que le SAS voit" back={<BackLink to="/moi" />} column>
      {error && (
        <Note tone="warn" alert>
          {problemSentence(error)}
        </Note>
      )}
      {!data && !error && <Skeletons shape="row" count={4} />}
      {data && (
        <>
          <p className={classes.quiet}>
            Vos heures libres, telles qu’un régulateur du SAS les voit,{" "}
            {readAt(onServer(dataUpdatedAt))}.
          </p>
          {data.nothing_because && (
            <EmptyState
              title="Le SAS ne voit rien de vous"
              action={<ButtonLink to="/agenda">Ouvrir l’agenda</ButtonLink>}
            >
              {NOTHING[data.nothing_because]}
            </EmptyState>
          )}
          {!data.nothing_because &&
            data.days.map(({ day, slots }, place) => (
              <section key={day} className={classes.day} aria-labelledby={`seen-${day}`}>
                <h2 id={`seen-${day}`}>
                  {dayTitle(place, day)} <span>{dayDetail(day, slots.length)}</span>
                </h2>
                {slots.length > 0 && (
                  <ul>
                    {slots.map((slot) => (
                      <Seen key={`${slot.starts_at} ${slot.modes.join()}`} slot={slot} />
                    ))}
                  </ul>
                )}
              </section>
            ))}
          {data.hidden_openings > 0 && !data.nothing_because && (
            <Note>
              {data.hidden_openings === 1
                ? "Une plage de ces jours n’est ouverte à personne"
                : `${data.hidden_openings} plages de ces jours ne sont ouvertes à personne`}
              {" : elles restent à vous, et ne paraissent pas ici."}
            </Note>
          )}
          <ButtonLink to="/heures" wide>
            Mes heures ouvertes, mois par mois
          </ButtonLink>
        </>
      )}
    </Page>
  );
}

function Seen({ slot }: { slot: RegulationViewSlot }) {
  const where = [
    ...(slot.alone ? ["à votre nom"] : []),
    ...slot.communities.map((name) => `sur la fiche de la ${name}`),
  ];
  return (
    <li>
      <b>
        {hour(slot.starts_at)}
        {slot.kind === "range" && ` – ${hour(slot.ends_at)}`}
      </b>
      <span>
        {slot.modes.map((mode) => CARE_MODE[mode]).join(", ")}
        {slot.kind === "range" && ", sans rendez-vous"}
        <small>
          {slot.audiences.map((audience) => SLOT_AUDIENCE[audience]).join(", ")} ·{" "}
          {where.join(", ")}
        </small>
      </span>
    </li>
  );
}
