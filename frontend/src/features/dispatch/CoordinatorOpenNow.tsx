import { useServerNow } from "../../clock";
import { StatusShape } from "../../ui/StatusShape";
import classes from "./Coordinator.module.css";
import { useOpenNow } from "./coordinator";
import { inHeader, openWord } from "./coordinator-words";

/** "Ouvert : CAMI jusqu’à 12:00, SAMI à 20:00": where one can be sent right now. */
export function CoordinatorOpenNow() {
  const now = useServerNow();
  const places = useOpenNow().data?.items ?? [];
  if (places.length === 0) return null;
  return (
    <ul className={classes.open} aria-label="Ouvert maintenant">
      {inHeader(places).map((place) => (
        <li key={place.organisation_id}>
          <StatusShape shape={place.is_open ? "open" : "closed"} size={14} />
          <span>
            <b>{place.name}</b> {openWord(place, now)}
            <span className="visually-hidden">{place.is_open ? ", ouvert" : ", fermé"}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
