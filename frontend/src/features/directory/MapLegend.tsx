import classes from "./MapLegend.module.css";

type MapLegendProps = { attribution: string; own: boolean; measured: boolean };

/** What the points mean, and whose outlines these are. */
export function MapLegend({ attribution, own, measured }: MapLegendProps) {
  return (
    <div className={classes.root}>
      <ul>
        {measured && (
          <li>
            <i data-look="free" aria-hidden="true" /> libre sous 24&nbsp;h
          </li>
        )}
        <li>
          <i data-look="full" aria-hidden="true" /> {measured ? "sans créneau" : "professionnel"}
        </li>
        {own && (
          <li>
            <i data-look="own" aria-hidden="true" /> vous
          </li>
        )}
      </ul>
      <small>{attribution}</small>
    </div>
  );
}
