import type { OwnCareCircle } from "../../api";
import { useServerNow } from "../../clock";
import { useMe } from "../../session";
import { relativeDay } from "../../time";
import { BackLink } from "../../ui/BackLink";
import { EmptyState } from "../../ui/EmptyState";
import { MaskedIdentity } from "../../ui/MaskedIdentity";
import { Page } from "../../ui/Page";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { AGE_BAND } from "../../words";
import { CareCirclePanel } from "./CareCircle";
import classes from "./CareCircle.module.css";
import { useOwnCircles } from "./circle";
import { CARE_ROLE } from "./circle-words";
import { revealIdentity } from "./identity";

/** The circles that one is in: without any name, each identity read one by one. */
export function OwnCircles() {
  const { data, error } = useOwnCircles();
  const own = useMe().scopes.includes("membership:write");
  return (
    <Page title="Cercles de soins" column back={<BackLink to={own ? "/moi" : "/messages"} />}>
      <Refusal error={!data && error} />
      {!data && !error && <Skeletons shape="row" count={2} />}
      {data?.items.length === 0 && (
        <EmptyState title="Vous n’êtes dans aucun cercle" drawing>
          Sur une demande, «&nbsp;Qui suit cette personne&nbsp;» dit, avec son accord, qui sont ceux
          qui la suivent.
        </EmptyState>
      )}
      <ul className={classes.list}>
        {data?.items.map((circle) => (
          <li key={circle.member_id}>
            <OwnCircle circle={circle} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

function OwnCircle({ circle }: { circle: OwnCareCircle }) {
  const now = useServerNow();
  const { person_id, role, age_band, commune_name, members, added_by_name, added_at } = circle;
  return (
    <section className={classes.root} aria-label={CARE_ROLE[role]}>
      <div>
        <span className={classes.role}>
          Vous êtes&nbsp;: {CARE_ROLE[role].toLocaleLowerCase("fr")}
        </span>
        <p className={classes.name}>
          {[age_band && AGE_BAND[age_band], commune_name].filter(Boolean).join(", ")}
          <small>
            {members === 1 ? "Vous seul" : `${members} dans le cercle`}
            {` · ajouté ${relativeDay(added_at, now)} par ${added_by_name}`}
          </small>
        </p>
      </div>
      <MaskedIdentity
        compact
        purpose="Vous en avez besoin pour la suivre ?"
        reveal={(reason) => revealIdentity(person_id, reason)}
      />
      <CareCirclePanel personId={person_id} />
    </section>
  );
}
