import { IconMapPin, IconPhone, IconUsers } from "@tabler/icons-react";
import type { DeathCertificationRequest } from "../../../api";
import { describe } from "../../../features/people/describe";
import { useOwnPatient } from "../../../features/people/own-patient";
import { phoneHref, phoneWords } from "../../../figures";
import { Button, ButtonAnchor } from "../../../ui/Button";
import { Note } from "../../../ui/Note";
import page from "../../../ui/request-page.module.css";
import classes from "./DeathScreen.module.css";

/** Who it is and where to go, for the one who comes: read when the page opens, which is traced. */
export function CertifierPart({ request }: { request: DeathCertificationRequest }) {
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
  const where = [person.address_line, person.access, person.commune_name].filter(Boolean);
  return (
    <section className={page.card} aria-label="La personne">
      <p className={page.name}>{`${person.given_name} ${person.family_name}`}</p>
      <p className={page.quiet}>{describe(person)}</p>
      <ul className={classes.lines}>
        <li>
          <IconMapPin size={20} stroke={1.75} aria-hidden="true" />
          {where.join(", ")}
        </li>
        {person.people_present && (
          <li>
            <IconUsers size={20} stroke={1.75} aria-hidden="true" />
            {person.people_present}
          </li>
        )}
      </ul>
      {request.requester_phone && (
        <ButtonAnchor
          wide
          href={phoneHref(request.requester_phone)}
          icon={<IconPhone size={18} stroke={1.75} aria-hidden="true" />}
        >
          Appeler qui demande, {phoneWords(request.requester_phone)}
        </ButtonAnchor>
      )}
      <p className={page.quiet}>Votre accès à cette identité est tracé.</p>
    </section>
  );
}
