import { useState } from "react";
import { wallHour } from "../../time";
import { Segments } from "../../ui/Segments";
import { SelectField } from "../../ui/SelectField";
import type { SectionProps } from "./MembershipScreen";
import classes from "./MembershipScreen.module.css";

type Kind = "community" | "never" | "own";

const KINDS: { value: Kind; label: string }[] = [
  { value: "community", label: "De la CPTS" },
  { value: "own", label: "Les miennes" },
  { value: "never", label: "Aucune" },
];

const HOURS = Array.from({ length: 48 }, (_, half) => {
  const value = `${String(Math.floor(half / 2)).padStart(2, "0")}:${half % 2 === 0 ? "00" : "30"}`;
  return { value, label: wallHour(value) };
});

const EVENING = { from_time: "20:00", to_time: "08:00" };
const NEVER = { from_time: "00:00", to_time: "00:00" };

/** The hours when nobody is asked: the community's, one's own, or none. */
export function MembershipQuiet({ known, change }: SectionProps) {
  const hours = known.quiet_hours;
  const none = hours !== null && hours.from_time === hours.to_time;
  const kind: Kind = hours === null ? "community" : none ? "never" : "own";
  const [last, setLast] = useState(EVENING);

  function become(wished: Kind) {
    if (kind === "own" && hours) setLast(hours);
    const become = { community: null, never: NEVER, own: last };
    change({ quiet_hours: become[wished] });
  }
  function set(part: Partial<typeof EVENING>) {
    // Equal hours would mean none at all: the end follows the start instead.
    const wished = { ...(hours ?? EVENING), ...part };
    if (wished.from_time !== wished.to_time) change({ quiet_hours: wished });
  }
  return (
    <>
      <Segments legend="Heures calmes" options={KINDS} value={kind} onChange={become} />
      {kind === "own" && hours && (
        <div className={classes.pair}>
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
      )}
    </>
  );
}

/** The half hours, and the one that was set elsewhere to the minute. */
function withValue(value: string) {
  if (HOURS.some((one) => one.value === value)) return HOURS;
  return [{ value, label: wallHour(value) }, ...HOURS];
}
