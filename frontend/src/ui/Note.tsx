import type { ReactNode } from "react";
import classes from "./Note.module.css";

type NoteProps = {
  /** `accent`: a promise or a tip. `ok`: checked. `warn`: degraded. `crit`: refused. */
  tone?: "neutral" | "accent" | "ok" | "warn" | "crit";
  icon?: ReactNode;
  /** Says it at once to screen readers: only for an answer to what was just done. */
  alert?: boolean;
  children: ReactNode;
};

/** A message in its place, beside what it is about. */
export function Note({ tone = "neutral", icon, alert = false, children }: NoteProps) {
  return (
    <div className={classes.root} data-tone={tone} role={alert ? "alert" : undefined}>
      {icon}
      <div>{children}</div>
    </div>
  );
}
