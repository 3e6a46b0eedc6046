import { createFileRoute, Link } from "@tanstack/react-router";
import { NoShows } from "../../features/availability/NoShows";
import { WaitingList } from "../../features/availability/WaitingList";
import { revealIdentity } from "../../features/people/identity";
import { MaskedIdentity } from "../../ui/MaskedIdentity";
import { Page } from "../../ui/Page";
import classes from "./-follow/Follow.module.css";

export const Route = createFileRoute("/_app/suivi")({ component: FollowPage });

/** What goes on around appointments: who waits for an earlier one, who did not come. */
function FollowPage() {
  return (
    <Page title="Suivi">
      <div className={classes.columns}>
        <WaitingList link={caseLink} />
        <NoShows
          link={caseLink}
          person={(personId) => (
            <MaskedIdentity
              compact
              purpose="Vous en avez besoin pour rappeler la personne ?"
              reveal={(reason) => revealIdentity(personId, reason)}
            />
          )}
        />
      </div>
    </Page>
  );
}

function caseLink({
  case_id,
  case_number,
}: {
  case_id: string | null;
  case_number: string | null;
}) {
  return (
    case_id && (
      <Link to="/demandes/$id" params={{ id: case_id }}>
        {case_number}
      </Link>
    )
  );
}
