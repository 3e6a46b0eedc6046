import { useEffect, useRef } from "react";
import { useServerNow } from "../clock";
import { hour, relativeDay } from "../time";
import { announce } from "./announce";
import classes from "./Deadline.module.css";
import { type DeadlineFacts, type DeadlineLevel, readDeadline } from "./deadline-rules";
import { type Shape, StatusShape } from "./StatusShape";

type DeadlineProps = DeadlineFacts & {
  /** What the deadline is about, for the announcement and the accessible name: "Urinaire, SNP-1198". */
  about?: string;
  /** `row`: text over a 3 px bar. `card`: a 5 px bar across the top, the hour in full beside. `text`: no bar. */
  look?: "row" | "card" | "text";
  /** Said before the absolute hour on a card: "répondre avant". */
  absoluteLabel?: string;
};

const SHAPE: Partial<Record<DeadlineLevel, Shape>> = {
  soon: "soon",
  late: "crit",
  frozen: "pause",
};

function useAnnouncement(level: DeadlineLevel, sentence: string): void {
  const before = useRef(level);
  useEffect(() => {
    if (before.current !== level && (level === "soon" || level === "late")) announce(sentence);
    before.current = level;
  }, [level, sentence]);
}

/** The one clock of the product: the time left, by word, shape, colour and bar; the hour is one glance away. */
export function Deadline({ about, look = "row", absoluteLabel, ...facts }: DeadlineProps) {
  const now = useServerNow(facts.kind === "hold" ? "second" : "quarter-minute");
  const { level, text, share } = readDeadline(facts, now);
  const dayOf = relativeDay(facts.dueAt, now);
  const absolute = dayOf === "aujourd’hui" ? hour(facts.dueAt) : `${dayOf} ${hour(facts.dueAt)}`;
  const name = [about, text, `avant ${absolute}`].filter(Boolean).join(", ");
  useAnnouncement(level, name);

  const shape = SHAPE[level];
  const bar =
    share !== null && look !== "text" ? (
      <span className={classes.bar} aria-hidden="true">
        <span style={{ inlineSize: `${Math.round(share * 100)}%` }} />
      </span>
    ) : null;
  return (
    <div
      className={classes.root}
      data-level={level}
      data-look={look}
      role="timer"
      aria-live="off"
      aria-label={name}
      title={`avant ${absolute}`}
    >
      {look === "card" && bar}
      <span className={classes.line}>
        <span className={classes.text}>
          {shape && <StatusShape shape={shape} size={look === "card" ? 18 : 14} />}
          {text}
        </span>
        {look === "card" && absoluteLabel && (
          <span className={classes.absolute}>
            {absoluteLabel} {absolute}
          </span>
        )}
      </span>
      {look === "row" && bar}
    </div>
  );
}
