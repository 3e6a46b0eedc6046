import { Link } from "@tanstack/react-router";
import type { Organisation } from "../../../api";
import { useServerNow } from "../../../clock";
import { distance } from "../../../figures";
import { hour, relativeDay } from "../../../time";
import { PhoneLink } from "../../../ui/PhoneLink";
import { ORGANISATION_KIND } from "../../../words";
import { openWords } from "../structure/open-words";
import classes from "./MapCard.module.css";
import type { Group, Known } from "./points";

const SHOWN = 3;

/** Over a point of the map: where it is, who is there and their next free slots, what is open. */
export function MapCard({ group, known }: { group: Group; known: Known }) {
  const [first] = group.hits;
  const where = [
    first?.address_line ?? group.structures[0]?.address_line,
    first?.distance_km == null ? null : distance(first.distance_km),
  ];
  return (
    <div className={classes.root}>
      {group.structures.map((structure) => (
        <StructureLine key={structure.id} structure={structure} />
      ))}
      {group.structures.length === 0 && group.hits.length > 1 && (
        <p className={classes.place}>{group.label}</p>
      )}
      {group.hits.length > 0 && (
        <ul>
          {group.hits.map((hit) => (
            <li key={hit.professional.id}>
              <Link to="/annuaire/$id" params={{ id: hit.professional.id }}>
                {hit.professional.name}
              </Link>
              <NextFree id={hit.professional.id} known={known} />
            </li>
          ))}
        </ul>
      )}
      <p className={classes.where}>{where.filter(Boolean).join(", ")}</p>
    </div>
  );
}

function NextFree({ id, known }: { id: string; known: Known }) {
  const now = useServerNow();
  const next = known.slots.get(id)?.next ?? [];
  const until = known.present.get(id);
  return (
    <>
      {until && <span className={classes.state}>consulte jusqu’à {hour(until)}</span>}
      {next.length > 0 && (
        <span className={classes.slots}>
          {next.slice(0, SHOWN).map((slot) => (
            <span key={slot.slot_id}>
              {hour(slot.starts_at)}
              <span className="visually-hidden"> {relativeDay(slot.starts_at, now)}</span>
            </span>
          ))}
          <small>{next[0] && relativeDay(next[0].starts_at, now)}</small>
        </span>
      )}
    </>
  );
}

function StructureLine({ structure }: { structure: Organisation }) {
  const now = useServerNow();
  const { id, kind, name, phone, open_state } = structure;
  return (
    <div>
      <Link to="/annuaire/structures/$id" params={{ id }}>
        {name}
      </Link>
      <span className={classes.state}>
        {ORGANISATION_KIND[kind]}, {openWords(open_state, now)}
      </span>
      {phone && <PhoneLink phone={phone} />}
    </div>
  );
}
