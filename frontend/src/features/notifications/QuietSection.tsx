import { wallHour } from "../../time";
import { EVENING, HoursPair } from "../../ui/HoursPair";
import { Switch } from "../../ui/Switch";
import type { SectionProps } from "./PreferencesScreen";
import classes from "./PreferencesScreen.module.css";

/** The hours of who has no membership: their own, or none. */
export function QuietSection({ known, change }: SectionProps) {
  const hours = known.quiet_hours;
  return (
    <section className={classes.card} aria-labelledby="calme">
      <h2 id="calme">Mes heures calmes</h2>
      <div className={classes.switches}>
        <Switch
          checked={hours !== null}
          onChange={(on) => change({ quiet_hours: on ? EVENING : null })}
        >
          Ni SMS ni notification à certaines heures
        </Switch>
      </div>
      {hours && (
        <>
          <HoursPair hours={hours} onChange={(quiet_hours) => change({ quiet_hours })} />
          <p className={classes.help}>
            Ils attendent {wallHour(hours.to_time)}, et ne partent pas s’ils ne servent plus.
          </p>
        </>
      )}
    </section>
  );
}
