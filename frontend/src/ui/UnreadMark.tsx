import { IconMessage } from "@tabler/icons-react";
import { badge } from "../figures";
import classes from "./UnreadMark.module.css";

/** How many messages of a request one has not read; nothing when one has read them all. */
export function UnreadMark({ count }: { count: number | undefined }) {
  if (!count) return null;
  return (
    <span className={classes.root}>
      <IconMessage size={13} stroke={2} aria-hidden="true" />
      {badge(count)}
      <span className="visually-hidden">
        {count === 1 ? " message non lu" : " messages non lus"}
      </span>
    </span>
  );
}
