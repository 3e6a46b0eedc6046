import type { AttendingDoctorRequest, Me } from "../../../api";
import type { Reader } from "../../../features/cases/timeline-words";
import { revealIdentity } from "../../../features/people/identity";
import { MaskedIdentity } from "../../../ui/MaskedIdentity";

/** Who it is, masked until it is needed; nothing once the identity was erased. */
export function Person({ request }: { request: AttendingDoctorRequest }) {
  const { person_id: personId } = request;
  if (personId === null) return null;
  return (
    <MaskedIdentity
      compact
      purpose="Vous en avez besoin pour appeler la personne ?"
      forced={!request.may_read_identity}
      reveal={(reason) => revealIdentity(personId, reason)}
    />
  );
}

/** Who reads, for the words of the thread. */
export function readerOfSearch(me: Me, request: AttendingDoctorRequest): Reader {
  return {
    name: me.name,
    coordinates: me.scopes.includes("dispatch:manage"),
    asked: request.is_mine,
    wishedBefore: null,
  };
}
