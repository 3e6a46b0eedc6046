import type { OrganisationKind } from "../../../api";
import { usePhone } from "../../../ui/usePhone";
import { ORGANISATION_KIND } from "../../../words";
import classes from "./MapLegend.module.css";
import { PlaceIcon } from "./PlaceIcon";

type MapLegendProps = {
  attribution: string;
  own: boolean;
  measured: boolean;
  /** People are shown. */
  people: boolean;
  /** The kinds of structures that the map shows. */
  kinds: OrganisationKind[];
};

/** What the points mean, and whose outlines these are; on a phone, once asked for: the map is small there. */
export function MapLegend(props: MapLegendProps) {
  const phone = usePhone();
  if (!phone) {
    return (
      <div className={classes.root} data-legend>
        <Meanings {...props} />
      </div>
    );
  }
  return (
    <details className={classes.root} data-legend>
      <summary>Légende</summary>
      <Meanings {...props} />
    </details>
  );
}

function Meanings({ attribution, own, measured, people, kinds }: MapLegendProps) {
  return (
    <>
      <ul>
        {people && measured && (
          <li>
            <i data-look="free" aria-hidden="true" /> libre sous 24&nbsp;h
          </li>
        )}
        {people && (
          <li>
            <i data-look="full" aria-hidden="true" /> {measured ? "sans créneau" : "professionnel"}
          </li>
        )}
        {kinds.length > 0 && (
          <>
            <li>
              <i data-look="open" aria-hidden="true" /> structure ouverte
            </li>
            <li>
              <i data-look="shut" aria-hidden="true" /> fermée
            </li>
          </>
        )}
        {own && (
          <li>
            <span className={classes.own}>
              <PlaceIcon of="here" size={12} />
            </span>{" "}
            vous
          </li>
        )}
      </ul>
      {kinds.length > 0 && (
        <details>
          <summary>Dessins des structures</summary>
          <ul>
            {kinds.map((kind) => (
              <li key={kind}>
                <PlaceIcon of={kind} /> {ORGANISATION_KIND[kind].toLowerCase()}
              </li>
            ))}
          </ul>
        </details>
      )}
      <small>{attribution}</small>
    </>
  );
}
