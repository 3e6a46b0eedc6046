import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";
import { Edges } from "../../../ui/Week";
import { pxOf } from "../../../ui/week-scale";
import classes from "./Editor.module.css";
import type { Stretch } from "./geometry";
import type { Place } from "./places";
import { hoursWord, placeWord } from "./words";

function position({ from, to }: Stretch, first: number): CSSProperties {
  return { insetBlockStart: `${pxOf(from - first)}px`, blockSize: `${pxOf(to - from)}px` };
}

type CellProps = {
  at: Stretch;
  /** The keyboard came to it; otherwise it only waits for Tab. */
  placed: boolean;
  column: number;
  first: number;
  days: string[];
  onOpen: (at: Stretch) => void;
  onStand: (at: Stretch) => void;
};

/** The empty time that the keyboard is on: read anew at each place, since it is a new button there. */
export function Cell({ at, placed, column, first, days, onOpen, onStand }: CellProps) {
  const key = `${at.column}-${at.from}-${at.to}`;
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it comes to another place.
  useEffect(() => {
    if (placed) button.current?.focus();
  }, [key, placed]);
  if (at.column !== column) return null;
  return (
    <button
      key={key}
      ref={button}
      type="button"
      data-cell=""
      className={classes.cell}
      style={position(at, first)}
      aria-label={`Ouvrir du temps, ${placeWord(at, days)}`}
      onFocus={() => !placed && onStand(at)}
      onClick={() => onOpen(at)}
    >
      {hoursWord(at)}
    </button>
  );
}

/** Minutes whose height holds the hours and a title. */
const TWO_LINES = 45;

type DraftProps = {
  at: Stretch;
  phase: string;
  first: number;
  /** Its ends can be taken. */
  edges?: boolean;
  children?: ReactNode;
};

/** Where what is held would be, with its hours, and its handles for a finger. */
export function Draft({ at, phase, first, edges = false, children }: DraftProps) {
  return (
    <div
      className={classes.draft}
      data-draft=""
      data-phase={phase}
      aria-hidden="true"
      style={position(at, first)}
    >
      <b>{hoursWord(at)}</b>
      {children && at.to - at.from >= TWO_LINES && <span>{children}</span>}
      {edges && <Edges />}
    </div>
  );
}

/** The free slots of a column, where an appointment may go. */
export function FreePlaces({ places, first }: { places: Place[]; first: number }) {
  return places.map((place) => (
    <div
      key={place.slotId}
      className={classes.free}
      data-free=""
      aria-hidden="true"
      style={position(place, first)}
    />
  ));
}
