import { IconMapPin, IconPhone } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import type { HospitalDischargeRequest } from "../../../api";
import { describe } from "../../../features/people/describe";
import { useOwnPatient } from "../../../features/people/own-patient";
import { Button } from "../../../ui/Button";
import { Note } from "../../../ui/Note";
import { PhoneLink } from "../../../ui/PhoneLink";
import page from "../../../ui/request-page.module.css";
import classes from "./DischargeScreen.module.css";

const CareCirclePanel = lazy(async () => ({
  default: (await import("../../../features/people/CareCircle")).CareCirclePanel,
}));

/** Who goes home and where, for those who come: read when the page opens, which is traced. */
export function PersonCard({ request }: { request: HospitalDischargeRequest }) {
  const [person, again] = useOwnPatient(request.person_id);
  if (person === "loading") return <div className={classes.ghost} aria-busy="true" />;
  if (person === "masked" || person === "error") {
    return (
      <div className={page.card}>
        {person === "error" && (
          <Note tone="warn">
            Votre acceptation est bien enregistrée. L’identité n’a pas pu être lue.
          </Note>
        )}
        <Button onClick={again}>Afficher l’identité</Button>
      </div>
    );
  }
  const { phone, phone_of } = person;
  return (
    <section className={page.card} aria-label="La personne">
      <p className={page.name}>{`${person.given_name} ${person.family_name}`}</p>
      <p className={page.quiet}>{describe(person)}</p>
      <ul className={classes.places}>
        <li>
          <IconMapPin size={20} stroke={1.75} aria-hidden="true" />
          {[person.address_line, person.commune_name].filter(Boolean).join(", ")}
        </li>
        {phone && (
          <li>
            <IconPhone size={20} stroke={1.75} aria-hidden="true" />
            <PhoneLink phone={phone} />
            {phone_of && `, ${phone_of}`}
          </li>
        )}
      </ul>
      <p className={page.quiet}>Votre accès à cette identité est tracé.</p>
      {request.person_id && (
        <Suspense>
          <CareCirclePanel personId={request.person_id} />
        </Suspense>
      )}
    </section>
  );
}
