import type { CSSProperties, ReactNode } from "react";
import classes from "./StatusShape.module.css";

/** What a status says by its drawing alone: ring = someone else, pie = wave, diamond = you, triangle = soon late, octagon = late. */
export type Shape =
  | "draft"
  | "wait"
  | "w1"
  | "w2"
  | "w3"
  | "you"
  | "soon"
  | "crit"
  | "agreed"
  | "done"
  | "off"
  | "away"
  | "miss"
  | "pause"
  | "dup"
  | "open"
  | "closed"
  | "travel";

export type Tone = "calm" | "run" | "accent" | "ok" | "warn" | "crit";

export const TONE: Record<Shape, Tone> = {
  draft: "calm",
  wait: "calm",
  w1: "run",
  w2: "run",
  w3: "run",
  you: "accent",
  soon: "warn",
  crit: "crit",
  agreed: "ok",
  done: "ok",
  off: "calm",
  away: "calm",
  miss: "warn",
  pause: "calm",
  dup: "calm",
  open: "ok",
  closed: "calm",
  travel: "ok",
};

const DRAWING: Record<Shape, ReactNode> = {
  draft: (
    <circle
      cx="8"
      cy="8"
      r="6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeDasharray="2.4 2.3"
    />
  ),
  wait: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />,
  w1: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <path d="M8 8V4.2a3.8 3.8 0 0 1 3.29 5.7z" fill="currentColor" />
    </>
  ),
  w2: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <path d="M8 8V4.2a3.8 3.8 0 1 1-3.29 5.7z" fill="currentColor" />
    </>
  ),
  w3: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <circle cx="8" cy="8" r="3.8" fill="currentColor" />
    </>
  ),
  you: (
    <path
      d="M8 1.2 14.8 8 8 14.8 1.2 8z"
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="1"
      strokeLinejoin="round"
    />
  ),
  soon: (
    <>
      <path
        d="M8 1.6 15 14H1z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinejoin="round"
      />
      <path
        d="M8 6v3.6M8 11.9v.1"
        stroke="var(--mg-surface)"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </>
  ),
  crit: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
      <path
        d="M8 4.4v4.2M8 11.5v.1"
        stroke="var(--mg-surface)"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </>
  ),
  agreed: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <path
        d="m5.4 8.2 1.9 1.9 3.4-3.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  done: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        d="m5 8.2 2.1 2.1L11 6.2"
        fill="none"
        stroke="var(--mg-surface)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  off: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <path d="M5.4 8h5.2" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
  away: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <path
        d="M6 10l4-4M7 6h3v3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  miss: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <path d="m6 6 4 4M10 6l-4 4" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  pause: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <path
        d="M6.6 5.8v4.4M9.4 5.8v4.4"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </>
  ),
  dup: (
    <>
      <rect
        x="1.6"
        y="1.6"
        width="9"
        height="9"
        rx="2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
      />
      <path
        d="M13.2 5.4a1.8 1.8 0 0 1 1.2 1.7v5.5a1.8 1.8 0 0 1-1.8 1.8H7.1a1.8 1.8 0 0 1-1.7-1.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </>
  ),
  open: <circle cx="8" cy="8" r="5.6" fill="currentColor" />,
  closed: <circle cx="8" cy="8" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.7" />,
  travel: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      <path
        d="M5 8h5M8 5.8 10.2 8 8 10.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
};

/**
 * One drawing of the 16 px set. Decorative: the word beside it carries the meaning.
 *
 * @param size side in CSS pixels
 */
export function StatusShape({ shape, size = 16 }: { shape: Shape; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      className={classes.root}
      style={{ "--tone": `var(--mg-${TONE[shape]}-icon)` } as CSSProperties}
    >
      {DRAWING[shape]}
    </svg>
  );
}
