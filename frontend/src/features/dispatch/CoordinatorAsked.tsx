import { useState } from "react";
import { hour } from "../../time";
import { Skeletons } from "../../ui/Skeletons";
import { StatusBadge } from "../../ui/StatusBadge";
import classes from "./Coordinator.module.css";
import { useAsked } from "./coordinator";
import { askedLine, solicitation } from "./coordinator-words";

const SHOWN = 6;

/** Who was asked and what they answered, those of the wave under way first. */
export function CoordinatorAsked({
  dispatchId,
  wave,
}: {
  dispatchId: string;
  wave: number | null;
}) {
  const { data } = useAsked(dispatchId);
  const [all, setAll] = useState(false);
  if (!data) return <Skeletons shape="result" count={3} />;
  if (data.items.length === 0) return null;
  const latest = data.items.toSorted((a, b) => b.wave - a.wave);
  const inWave = latest.filter((offer) => offer.wave === wave).length;
  const hidden = all ? 0 : Math.max(0, latest.length - SHOWN);
  return (
    <section className={classes.asked}>
      <header>
        <h2>Sollicités</h2>
        <span>
          {latest.length}
          {wave && inWave > 0 && inWave < latest.length ? `, dont ${inWave} en vague ${wave}` : ""}
        </span>
      </header>
      <ul>
        {latest.slice(0, latest.length - hidden).map((offer) => (
          <li key={offer.id}>
            <div>
              <b>{offer.professional.name}</b>
              <small>{askedLine(offer)}</small>
            </div>
            <StatusBadge
              lifecycle="solicitation"
              state={solicitation(offer)}
              values={{ hour: offer.seen_at ? hour(offer.seen_at) : undefined }}
            />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {hidden === 1 ? "Voir le dernier" : `Voir les ${hidden} autres`}
        </button>
      )}
    </section>
  );
}
