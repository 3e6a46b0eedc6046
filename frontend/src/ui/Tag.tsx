import type { ReactNode } from "react";
import classes from "./Tag.module.css";

/** A grey word about a thing: "Visites", "Anglais". Never a status, never a button. */
export function Tag({ children }: { children: ReactNode }) {
  return <span className={classes.root}>{children}</span>;
}
