import type { OpenPlace } from "../../api";
import { useServerNow } from "../../clock";
import { phoneHref, phoneWords } from "../../figures";
import { hour, relativeDay } from "../../time";
import { StatusShape } from "../../ui/StatusShape";
import { useOpenNow } from "./directory";
import classes from "./OpenNow.module.css";

/** Where one can go or call right now, and otherwise when it opens. */
export function OpenNow() {
  const { data } = useOpenNow();
  if (!data || data.items.length === 0) return null;
  const some = data.items.some((place) => place.is_open);
  return (
    <section className={classes.root} aria-labelledby="open-now">
      <h2 id="open-now" className={classes.title}>
        {some
          ? "Ouvert maintenant, sans chercher plus"
          : "Rien d’ouvert maintenant, ce qui ouvre bientôt"}
      </h2>
      <ul>
        {data.items.map((place) => (
          <OpenLine key={place.organisation_id} place={place} />
        ))}
      </ul>
    </section>
  );
}

function OpenLine({ place }: { place: OpenPlace }) {
  return (
    <li className={classes.line}>
      <StatusShape shape={place.is_open ? "open" : "closed"} />
      <span className={classes.name}>
        <b>{place.name}</b> <span className={classes.when}>{useHours(place)}</span>
      </span>
      <Reach place={place} />
    </li>
  );
}

function useHours(place: OpenPlace): string {
  const now = useServerNow();
  if (place.is_open) return place.open_until ? `jusqu’à ${hour(place.open_until)}` : "ouvert";
  if (!place.opens_at) return "fermé";
  const opening = relativeDay(place.opens_at, now);
  return opening === "aujourd’hui"
    ? `à ${hour(place.opens_at)}`
    : `${opening} à ${hour(place.opens_at)}`;
}

function Reach({ place }: { place: OpenPlace }) {
  if (place.instruction === "call_15") {
    return (
      <a className={classes.reach} href="tel:15">
        appeler le 15
      </a>
    );
  }
  if (place.phone) {
    return (
      <a className={classes.reach} href={phoneHref(place.phone)}>
        {phoneWords(place.phone)}
      </a>
    );
  }
  return place.instruction === "walk_in" ? <span>sans rendez-vous</span> : null;
}
