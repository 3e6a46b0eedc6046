import type { AttendingDoctorLevel } from "../api";
import { LEVEL } from "../words";
import classes from "./Level.module.css";

const BARS: Record<AttendingDoctorLevel, number> = { high: 3, medium: 2, ordinary: 1 };

/** The priority of a person who looks for a doctor: three bars and a word. */
export function Level({ level }: { level: AttendingDoctorLevel }) {
  return (
    <span className={classes.root}>
      <span className={classes.bars} aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <i key={bar} data-full={bar <= BARS[level] || undefined} />
        ))}
      </span>
      {LEVEL[level]}
    </span>
  );
}
