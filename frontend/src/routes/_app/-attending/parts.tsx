import { lazy, Suspense } from "react";
import type { AttendingDoctorRequest, Me } from "../../../api";
import { ATTENDING_SAID } from "../../../features/cases/attending-timeline";
import type { Reader } from "../../../features/cases/timeline-words";
import { revealIdentity } from "../../../features/people/identity";
import { useMe } from "../../../session";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";
import classes from "./Attending.module.css";

const CareCirclePanel = lazy(async () => ({
  default: (await import("../../../features/people/CareCircle")).CareCirclePanel,
}));

/** Who it is, masked until it is needed; nothing once the identity was erased. */
export function Person({ request }: { request: AttendingDoctorRequest }) {
  const { person_id: personId, may_read_identity: cares } = request;
  const me = useMe();
  if (personId === null) return null;
  // A ward or a town hall that sent the person has no place in a circle.
  const hasPlace = me.professional_id !== null || me.scopes.includes("dispatch:manage");
  return (
    <div className={classes.person}>
      <MaskedIdentity
        compact
        purpose="Vous en avez besoin pour appeler la personne ?"
        forced={!cares}
        reveal={(reason) => revealIdentity(personId, reason)}
      />
      {cares && hasPlace && (
        <Suspense>
          <CareCirclePanel personId={personId} />
        </Suspense>
      )}
    </div>
  );
}

/** Who reads, for the words of the thread. */
export function readerOfSearch(me: Me, request: AttendingDoctorRequest): Reader {
  return {
    name: me.name,
    coordinates: me.scopes.includes("dispatch:manage"),
    asked: request.is_mine,
    wishedBefore: null,
    ofSearch: ATTENDING_SAID,
  };
}
