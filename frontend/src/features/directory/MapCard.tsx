import { Link } from "@tanstack/react-router";
import { useServerNow } from "../../clock";
import { distance } from "../../figures";
import { hour, relativeDay } from "../../time";
import type { Measured } from "./directory";
import classes from "./MapCard.module.css";
import type { Group } from "./points";

const SHOWN = 3;

/** Over a point of the map: where it is, who is there, and their next free slots. */
export function MapCard({ group, slots }: { group: Group; slots: Measured }) {
  const now = useServerNow();
  const [first] = group.hits;
  const where = [
    first?.address_line,
    first?.distance_km == null ? null : distance(first.distance_km),
  ];
  return (
    <div className={classes.root}>
      {group.hits.length > 1 && <p className={classes.place}>{group.label}</p>}
      <ul>
        {group.hits.map((hit) => {
          const next = slots.get(hit.professional.id)?.next ?? [];
          return (
            <li key={hit.professional.id}>
              <Link to="/annuaire/$id" params={{ id: hit.professional.id }}>
                {hit.professional.name}
              </Link>
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
            </li>
          );
        })}
      </ul>
      <p className={classes.where}>{where.filter(Boolean).join(", ")}</p>
    </div>
  );
}
