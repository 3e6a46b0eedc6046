import type { WeeklyHours } from "../api";
import { useServerNow } from "../clock";
import { dayKey, wallHour } from "../time";
import { DAYS } from "./days";
import classes from "./WeekHours.module.css";

const EVERY_DAY = 7;

/** 1 = Monday … 7 = Sunday, on the calendar of the territory. */
function weekdayOf(instant: number): number {
  return new Date(dayKey(instant)).getUTCDay() || EVERY_DAY;
}

type WeekHoursProps = {
  hours: WeeklyHours[];
  /** Public holidays without hours are said to be closed, rather than left out. */
  holidays?: boolean;
};

/** The hours of a place, a line per day, today's first said as such. */
export function WeekHours({ hours, holidays = false }: WeekHoursProps) {
  const today = weekdayOf(useServerNow());
  if (hours.length === 0) return <p className={classes.unknown}>Horaires non renseignés.</p>;
  const days = DAYS.map((name, index) => ({
    name,
    number: index + 1,
    text: hours
      .filter((one) => one.weekday === index + 1)
      .map(({ from_time, to_time }) => `${wallHour(from_time)}–${wallHour(to_time)}`)
      .join(", "),
  })).filter((one) => holidays || one.number <= EVERY_DAY || one.text !== "");
  return (
    <dl className={classes.rows}>
      {days.map((one) => (
        <div key={one.name} data-today={one.number === today || undefined}>
          <dt>{one.number === today ? `${one.name}, aujourd’hui` : one.name}</dt>
          <dd>{one.text || "fermé"}</dd>
        </div>
      ))}
    </dl>
  );
}
