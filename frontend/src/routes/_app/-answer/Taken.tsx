import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { UnscheduledCareRequest } from "../../../api";
import { useServerNow } from "../../../clock";
import { useOffers } from "../../../features/dispatch/offers";
import { useRequests } from "../../../features/unscheduled_care/requests";
import { appointmentTime } from "../../../time";
import { requestTitle } from "../../../titles";
import { Deadline } from "../../../ui/Deadline";
import classes from "./Taken.module.css";

function dueAt({ clock, created_at }: UnscheduledCareRequest): string {
  return clock?.due_at ?? created_at;
}

/** What one took and has not confirmed yet: the person still has to be called; the most pressing first. */
export function Taken() {
  const { data } = useRequests("taken");
  const { data: offers } = useOffers();
  const toConfirm = (data?.items ?? [])
    .filter(({ actions }) => actions.includes("confirm"))
    .sort((one, other) => dueAt(one).localeCompare(dueAt(other)));
  if (toConfirm.length === 0) return null;
  return (
    <section>
      <h2 className={classes.heading}>À confirmer</h2>
      <ul className={classes.list}>
        {toConfirm.map((request) => {
          const offer = offers?.items.find(({ request_id }) => request_id === request.id);
          return (
            <li key={request.id}>
              {offer ? (
                <Link
                  to="/a-repondre/$offerId"
                  params={{ offerId: offer.id }}
                  className={classes.row}
                >
                  <Words request={request} />
                </Link>
              ) : (
                <Link to="/demandes/$id" params={{ id: request.id }} className={classes.row}>
                  <Words request={request} />
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Words({ request }: { request: UnscheduledCareRequest }) {
  const now = useServerNow();
  const at = request.appointment?.starts_at;
  return (
    <>
      <div className={classes.words}>
        <p className={classes.title}>{requestTitle(request.need, request.age_band)}</p>
        <p className={classes.sentence}>
          {at
            ? `Appelez pour confirmer ${appointmentTime(at, now)}`
            : "Appelez pour convenir d’une heure"}
        </p>
        {request.clock && (
          <Deadline
            kind="answer"
            look="text"
            about={request.number}
            dueAt={request.clock.due_at}
            startedAt={request.clock.started_at}
          />
        )}
      </div>
      <IconChevronRight size={20} stroke={1.75} aria-hidden="true" />
    </>
  );
}
