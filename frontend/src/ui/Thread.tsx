import { type ReactNode, useState } from "react";
import { serverNow } from "../clock";
import { hour, millis } from "../time";
import { type Shape, StatusShape } from "./StatusShape";
import classes from "./Thread.module.css";
import { columnTimes } from "./thread-times";

export type ThreadEntry = {
  key: string;
  /** `past`: it happened. `now`: where we are, exactly one at most. `next`: what happens by itself if nobody moves. */
  phase: "past" | "now" | "next";
  title: ReactNode;
  detail?: ReactNode;
  /** The instant, ISO 8601. */
  at?: string | null;
  /** Said in the time column instead of the hour: "ensuite", "tout de suite". */
  timeLabel?: string;
  /** For an event that matters: accepted, withdrew. Others have a plain dot. */
  shape?: Shape;
  /** Never folded away: it has not been read yet. */
  kept?: boolean;
};

type ThreadProps = {
  entries: ThreadEntry[];
  label: string;
  /** `none` on a narrow card, where the entries say their own hours. */
  times?: "narrow" | "wide" | "none";
  size?: "dense" | "normal" | "large";
};

const FOLD_ABOVE = 10;
const KEPT_AT_START = 2;
const KEPT_BEFORE_NOW = 3;

/** Which entries of a long history are folded away: the middle, never the end nor what is new. */
function foldedRange(entries: ThreadEntry[]): [number, number] | null {
  const past = entries.filter((entry) => entry.phase === "past").length;
  if (past <= FOLD_ABOVE) return null;
  const kept = entries.findIndex((entry, index) => index > KEPT_AT_START && entry.kept);
  const until = kept === -1 ? past - KEPT_BEFORE_NOW : Math.min(kept, past - KEPT_BEFORE_NOW);
  return until - KEPT_AT_START > 1 ? [KEPT_AT_START, until] : null;
}

function Node({ entry }: { entry: ThreadEntry }) {
  if (entry.phase === "past" && entry.shape) {
    return (
      <span className={classes.node} data-shape>
        <StatusShape shape={entry.shape} />
      </span>
    );
  }
  return <span className={classes.node} />;
}

/** One request, one line: what happened, where we are, what happens otherwise. */
export function Thread({ entries, label, times = "narrow", size = "dense" }: ThreadProps) {
  const [unfolded, setUnfolded] = useState(false);
  const fold = unfolded ? null : foldedRange(entries);
  const columns = columnTimes(entries, serverNow());
  return (
    <ol className={classes.root} aria-label={label} data-times={times} data-size={size}>
      {entries.map((entry, index) => {
        if (fold && index > fold[0] && index < fold[1]) return null;
        if (fold && index === fold[0]) {
          const hidden = entries.slice(fold[0], fold[1]);
          return (
            <li key="folded" className={classes.entry} data-phase="past">
              <span className={classes.time} />
              <span className={classes.node} />
              <button type="button" className={classes.fold} onClick={() => setUnfolded(true)}>
                {hidden.length} étapes{span(hidden)}
              </button>
            </li>
          );
        }
        const column = columns[index];
        return (
          <li
            key={entry.key}
            className={classes.entry}
            data-phase={entry.phase}
            aria-current={entry.phase === "now" ? "step" : undefined}
          >
            {entry.at ? (
              <time className={classes.time} dateTime={new Date(millis(entry.at)).toISOString()}>
                {entry.timeLabel ?? column?.time}
              </time>
            ) : (
              <span className={classes.time}>{entry.timeLabel}</span>
            )}
            <Node entry={entry} />
            <div className={classes.body}>
              <p className={classes.title}>{entry.title}</p>
              {column?.detail && !entry.detail && <p className={classes.detail}>{column.detail}</p>}
              {entry.detail && (
                <div className={classes.detail}>
                  {column?.detail && `${column.detail} · `}
                  {entry.detail}
                </div>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function span(hidden: ThreadEntry[]): string {
  const first = hidden[0]?.at;
  const last = hidden.at(-1)?.at;
  return first && last ? `, ${hour(first)} – ${hour(last)}` : "";
}
