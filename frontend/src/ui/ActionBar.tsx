import type { ReactNode } from "react";
import classes from "./ActionBar.module.css";

/** The decision of a page: at the end of it on a desk, kept under the thumb at the bottom of a phone. */
export function ActionBar({ children }: { children: ReactNode }) {
  return <div className={classes.root}>{children}</div>;
}
