import type { ReactNode } from "react";
import classes from "./QuietRow.module.css";
import { type Shape, StatusShape } from "./StatusShape";

/** One line about something that asks nothing any more: "Déjà pourvue à 19:22. Merci." */
export function QuietRow(props: { shape: Shape; title: string; children: ReactNode }) {
  return (
    <div className={classes.root}>
      <StatusShape shape={props.shape} size={20} />
      <div>
        <p className={classes.title}>{props.title}</p>
        <p className={classes.sentence}>{props.children}</p>
      </div>
    </div>
  );
}
