import type { QuietHours } from "../api";
import { wallHour } from "../time";
import classes from "./HoursPair.module.css";
import { SelectField } from "./SelectField";

/** What quiet hours begin with. */
export const EVENING: QuietHours = { from_time: "20:00", to_time: "08:00" };

type HoursPairProps = { hours: QuietHours; onChange: (hours: QuietHours) => void };

const HALF_HOURS = Array.from({ length: 48 }, (_, half) => {
  const value = `${String(Math.floor(half / 2)).padStart(2, "0")}:${half % 2 === 0 ? "00" : "30"}`;
  return { value, label: wallHour(value) };
});

/** From one half hour to another, on the clock of the territory; equal ones, which mean none, are not kept. */
export function HoursPair({ hours, onChange }: HoursPairProps) {
  function set(part: Partial<QuietHours>) {
    const wished = { ...hours, ...part };
    if (wished.from_time !== wished.to_time) onChange(wished);
  }
  return (
    <div className={classes.root}>
      <SelectField
        label="De"
        value={hours.from_time}
        options={withValue(hours.from_time)}
        onChange={(from_time) => from_time && set({ from_time })}
      />
      <SelectField
        label="À"
        value={hours.to_time}
        options={withValue(hours.to_time)}
        onChange={(to_time) => to_time && set({ to_time })}
      />
    </div>
  );
}

/** The half hours, and the one that was set elsewhere to the minute. */
function withValue(value: string) {
  if (HALF_HOURS.some((one) => one.value === value)) return HALF_HOURS;
  return [{ value, label: wallHour(value) }, ...HALF_HOURS];
}
