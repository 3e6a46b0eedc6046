import { Button } from "./Button";
import { DAYS } from "./days";
import { TimesFields } from "./TimesFields";
import classes from "./WeekFields.module.css";
import { copied, type Faults, firstOf, type Line } from "./week-form";

const FRIDAY = 4;

type WeekFieldsProps = {
  week: Line[][];
  faults: Faults;
  onChange: (week: Line[][]) => void;
};

/** The hours of each day of the week, and of public holidays. */
export function WeekFields({ week, faults, onChange }: WeekFieldsProps) {
  const monday = week[0] ?? [];
  return (
    <>
      {DAYS.map((name, day) => {
        const lines = week[day] ?? [];
        return (
          <div key={name} className={classes.day}>
            <h3>
              {name}
              {lines.length === 0 && <span> fermé</span>}
            </h3>
            <TimesFields
              of={name}
              lines={lines}
              at={{ path: "hours", first: firstOf(week, day) }}
              faults={faults}
              onChange={(changed) => onChange(week.map((one, at) => (at === day ? changed : one)))}
            />
            {day === 0 && monday.length > 0 && (
              <Button
                size="small"
                onClick={() =>
                  onChange(week.map((one, at) => (at > 0 && at <= FRIDAY ? copied(monday) : one)))
                }
              >
                Même chose du mardi au vendredi
              </Button>
            )}
          </div>
        );
      })}
    </>
  );
}
