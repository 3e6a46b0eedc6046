import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./FilterChip.module.css";

type FilterChipProps = {
  on: boolean;
  onChange: (on: boolean) => void;
  icon?: ReactNode;
  children: ReactNode;
};

/** A filter that is on or off; what it holds lives in the address of the page. */
export function FilterChip({ on, onChange, icon, children }: FilterChipProps) {
  return (
    <button type="button" className={classes.root} aria-pressed={on} onClick={() => onChange(!on)}>
      {icon}
      {children}
      {on && <IconX size={16} stroke={1.75} aria-hidden="true" />}
    </button>
  );
}
