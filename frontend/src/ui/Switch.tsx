import type { ReactNode } from "react";
import classes from "./Switch.module.css";

type SwitchProps = { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode };

/** Something on or off, at once: "Ne plus me solliciter avant demain 8:00". */
export function Switch({ checked, onChange, children }: SwitchProps) {
  return (
    <label className={classes.root}>
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        className={classes.track}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {children}
    </label>
  );
}
