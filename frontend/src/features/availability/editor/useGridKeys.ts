import { type KeyboardEvent, useState } from "react";
import type { AgendaOccurrence, Appointment } from "../../../api";
import {
  type Bounds,
  type Direction,
  dragged,
  nextSpot,
  type Placed,
  type Spot,
  STEP,
  type Stretch,
  spotAt,
} from "./geometry";
import type { Editor } from "./useEditor";
import type { Mover } from "./useMover";

type GridKeys = {
  root: React.RefObject<HTMLElement | null>;
  editor: Editor;
  mover: Mover;
  blocksOf: (column: number) => Placed[];
  occurrenceOf: (blockId: string) => AgendaOccurrence | null;
  appointmentOf: (blockId: string) => Appointment | null;
  stretchOf: (occurrence: AgendaOccurrence) => Stretch;
  bounds: (occurrence: AgendaOccurrence | null, column: number) => Bounds;
  /** Opens time at the empty place that has the focus. */
  onCreate: (at: Stretch) => void;
  onHelp: () => void;
};

const DIRECTION: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};
const COLUMNS: Record<Direction, number> = { up: 0, down: 0, left: -1, right: 1 };
const MINUTES: Record<Direction, number> = { up: -STEP, down: STEP, left: 0, right: 0 };

/** What a key makes longer or shorter, in minutes; null: another key. */
function lengthening({ key, altKey }: KeyboardEvent): number | null {
  if (key === "+" || (altKey && key === "ArrowDown")) return STEP;
  if (key === "-" || (altKey && key === "ArrowUp")) return -STEP;
  return null;
}

/**
 * The keys of the grid. One place in it has the focus: an opening, or empty time, which is a button of its
 * own (`cell`) so that it is read where it is.
 */
export function useGridKeys(keys: GridKeys) {
  const { root, editor, mover, blocksOf, occurrenceOf, appointmentOf, stretchOf } = keys;
  const { bounds, onCreate, onHelp } = keys;
  const [cell, setCell] = useState<Stretch | null>(null);

  function focusBlock(id: string) {
    root.current?.querySelector<HTMLElement>(`[data-block="${id}"]`)?.focus();
  }
  function goTo(spot: Spot) {
    if (spot.block === null) setCell(spot);
    else focusBlock(spot.block);
  }
  function standsOn(event: KeyboardEvent): Spot | null {
    if (!(event.target instanceof HTMLElement)) return null;
    const column = Number(event.target.closest<HTMLElement>("[data-column]")?.dataset.column ?? -1);
    if (column < 0) return null;
    if (event.target.dataset.cell !== undefined) return cell && { ...cell, block: null };
    const id = event.target.dataset.block;
    const block = id && blocksOf(column).find((placed) => placed.id === id);
    return block ? { column, from: block.from, to: block.to, block: block.id } : null;
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "?") {
      event.preventDefault();
      onHelp();
      return;
    }
    if (event.key === "Escape" && (editor.edit || mover.moving)) {
      event.preventDefault();
      if (editor.edit) editor.cancel();
      else mover.cancel();
      return;
    }
    const spot = standsOn(event);
    if (!spot || [editor.edit, mover.moving].some((one) => one?.phase === "sending")) return;
    const appointment = spot.block === null ? null : appointmentOf(spot.block);
    if (appointment) {
      onAppointmentKey(event, spot, appointment);
      return;
    }
    if (mover.moving) return;
    const occurrence = spot.block === null ? null : occurrenceOf(spot.block);
    const limits = bounds(occurrence, spot.column);
    const direction = DIRECTION[event.key];
    const longer = lengthening(event);
    if (longer !== null) {
      event.preventDefault();
      resize(spot, occurrence, longer, limits);
    } else if (direction) {
      event.preventDefault();
      if (event.shiftKey) shift(occurrence, direction, limits);
      else if (!editor.edit) goTo(nextSpot(spot, direction, blocksOf, limits));
    } else if (event.key === "Enter") {
      enter(event, spot);
    } else if ((event.key === "Delete" || event.key === "Backspace") && occurrence) {
      event.preventDefault();
      editor.askToClose(occurrence);
    }
  }

  function onAppointmentKey(event: KeyboardEvent, spot: Spot, appointment: Appointment) {
    const direction = DIRECTION[event.key];
    if (direction) {
      event.preventDefault();
      if (editor.edit) return;
      if (event.shiftKey) mover.nudge(appointment, direction);
      else if (!mover.moving) goTo(nextSpot(spot, direction, blocksOf, bounds(null, spot.column)));
    } else if (event.key === "Enter" && mover.moving) {
      event.preventDefault();
      toChoices();
    }
  }

  /** Where the opening is by now: the keys go on from where they left it. */
  function underWay(occurrence: AgendaOccurrence): Stretch {
    const { edit } = editor;
    const mine = edit?.phase === "asking" && edit.occurrence?.opening.id === occurrence.opening.id;
    return mine ? edit.at : stretchOf(occurrence);
  }
  function shift(occurrence: AgendaOccurrence | null, to: Direction, limits: Bounds) {
    if (!occurrence) return;
    const by = { minutes: MINUTES[to], columns: COLUMNS[to] };
    editor.nudge(occurrence, dragged(underWay(occurrence), "body", by, STEP, limits));
  }
  function resize(spot: Spot, occurrence: AgendaOccurrence | null, by: number, limits: Bounds) {
    const change = { minutes: by, columns: 0 };
    if (occurrence)
      editor.nudge(occurrence, dragged(underWay(occurrence), "end", change, STEP, limits));
    else setCell(dragged(spot, "end", change, STEP, limits));
  }
  function enter(event: KeyboardEvent, spot: Spot) {
    if (spot.block === null) {
      event.preventDefault();
      onCreate(spot);
    } else if (editor.edit) {
      event.preventDefault();
      toChoices();
    }
  }
  function toChoices() {
    document.querySelector<HTMLElement>("[data-choices] button")?.focus();
  }

  return {
    cell,
    onKeyDown,
    /** Gives the focus to what lies there. */
    stand: ({ column, from }: Pick<Stretch, "column" | "from">) =>
      goTo(spotAt(column, from, blocksOf(column), bounds(null, column))),
    /** Gives the focus to what has that name. */
    focusBlock,
    /** The grid is entered by Tab: at this place. */
    setCell,
  };
}
