import type { Agenda } from "../../api";
import { dayOfMonth, instantAt, longDay, weekday } from "../../time";
import { dayEntries } from "./agenda-day";
import classes from "./WeekStrip.module.css";

type WeekStripProps = {
  days: string[];
  agenda: Agenda;
  day: string;
  today: string;
  onDay: (day: string) => void;
};

/** The week above the day, on a phone: one touch a day, a dot where something is taken. */
export function WeekStrip({ days, agenda, day, today, onDay }: WeekStripProps) {
  return (
    <nav className={classes.root} aria-label="Jours de la semaine">
      {days.map((one) => {
        const noon = instantAt(one, "12:00");
        const taken = dayEntries(agenda, one).some(({ kind }) => kind === "appointment");
        return (
          <button
            key={one}
            type="button"
            aria-current={one === day ? "date" : undefined}
            data-today={one === today || undefined}
            data-taken={taken || undefined}
            onClick={() => onDay(one)}
          >
            <span className="visually-hidden">
              {longDay(noon)}
              {taken && ", des patients"}
            </span>
            <span aria-hidden="true">{weekday(noon)}</span>
            <b aria-hidden="true">{dayOfMonth(noon)}</b>
          </button>
        );
      })}
    </nav>
  );
}
