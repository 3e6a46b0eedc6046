import { IconUserCheck } from "@tabler/icons-react";
import { useMe } from "../../session";
import classes from "./ActingBand.module.css";

/** Over every page of somebody who acts for a professional: for whom, at any moment. */
export function ActingBand() {
  const acting = useMe().acting_for;
  if (acting === null) return null;
  return (
    <p role="note" className={classes.root}>
      <IconUserCheck size={18} stroke={1.75} aria-hidden="true" />
      <span>
        Pour <b>{acting.name}</b>
      </span>
      {!acting.may_answer && <span className={classes.limit}>sans répondre aux demandes</span>}
    </p>
  );
}
