import { Link } from "@tanstack/react-router";
import type { Organisation } from "../../api";
import { phoneHref, phoneWords } from "../../figures";
import { ORGANISATION_KIND } from "../../words";
import { useStructures } from "./directory";
import classes from "./OpenNow.module.css";

/** The structures that the words fit too: a pharmacy, a health centre, the town hall. */
export function Structures({ q }: { q: string | undefined }) {
  const { data } = useStructures(q);
  if (!q || !data || data.items.length === 0) return null;
  return (
    <section className={classes.root} aria-labelledby="structures">
      <h2 id="structures" className={classes.title}>
        Structures
      </h2>
      <ul>
        {data.items.map((one) => (
          <li key={one.id} className={classes.line}>
            <span className={classes.name}>
              <Link to="/annuaire/structures/$id" params={{ id: one.id }}>
                <b>{one.name}</b>
              </Link>{" "}
              <span className={classes.when}>{whereabouts(one)}</span>
            </span>
            {one.phone && (
              <a className={classes.reach} href={phoneHref(one.phone)}>
                {phoneWords(one.phone)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function whereabouts(one: Organisation): string {
  const kind = one.name.startsWith(ORGANISATION_KIND[one.kind])
    ? null
    : ORGANISATION_KIND[one.kind];
  return [kind, one.address_line ?? one.sector, one.commune_name].filter(Boolean).join(" · ");
}
