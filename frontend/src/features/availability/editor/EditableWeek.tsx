import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from "react";
import type { Agenda, AgendaOccurrence, Practice } from "../../../api";
import { dayKey } from "../../../time";
import { KeysSheet } from "../../../ui/KeysSheet";
import { Edges, Week, type WeekDay } from "../../../ui/Week";
import { pxOf } from "../../../ui/week-scale";
import { blockIdOf } from "../agenda-week";
import { openingTitle } from "../agenda-words";
import type { OpeningForm } from "../opening-form";
import { shortestOf, wallTime } from "./acts";
import { EditBar } from "./EditBar";
import classes from "./Editor.module.css";
import { emptyFrom, type Placed, type Stretch } from "./geometry";
import { type Pointed, point } from "./pointing";
import { type Edit, stretchOf, useEditor } from "./useEditor";
import { useGridKeys } from "./useGridKeys";
import { hoursWord, KEYS, placeWord } from "./words";

const MORNING = 9 * 60;

/** Hours that the form starts with, where they come from a drawing. */
export type FormDraft = Pick<OpeningForm, "from" | "to">;

type EditableWeekProps = {
  agenda: Agenda;
  /** The days shown, `2026-11-24`, and what is in them. */
  days: string[];
  columns: WeekDay[];
  hours: { first: number; last: number };
  now: number;
  /** For the line of the present, in minutes since midnight; null outside the hours shown. */
  minuteNow: number | null;
  practices: Practice[];
  chosen?: string;
  headless?: boolean;
  legend?: ReactNode;
  onDay: (dayAt: string) => void;
  onForm: (occurrence: AgendaOccurrence | null, day: string, draft: FormDraft) => void;
  onCloseDay: (occurrence: AgendaOccurrence) => void;
  onCloseForGood: (occurrence: AgendaOccurrence) => void;
};

/** The week, worked on in place by mouse, finger or keys. The list of the day and the forms do the same. */
export default function EditableWeek(props: EditableWeekProps) {
  const { agenda, days, columns, hours, now, practices, onForm } = props;
  const practiceId = practices[0]?.id ?? "";
  const editor = useEditor({ agenda, days, hours, now, practiceId });
  const { edit, goTo } = editor;
  const [help, setHelp] = useState(false);
  const root = useRef<HTMLElement>(null);

  const occurrences = new Map(agenda.occurrences.map((one) => [blockIdOf(one), one]));
  const occurrenceOf = (id: string) => occurrences.get(id) ?? null;
  const bounds = (occurrence: AgendaOccurrence | null, column: number) =>
    editor.bounds(shortestOf(occurrence, agenda, days[column] ?? ""));
  const place = (occurrence: AgendaOccurrence) => stretchOf(occurrence, days);
  const editable = (column: number) =>
    (columns[column]?.blocks ?? []).filter((block) => block.editable && occurrences.has(block.id));

  const keys = useGridKeys({
    root,
    editor,
    blocksOf: (column): Placed[] => editable(column),
    occurrenceOf,
    stretchOf: place,
    bounds,
    onCreate: (at) => {
      editor.begin(null, at, "asking");
    },
    onHelp: () => setHelp(true),
  });

  const pointed: Pointed = {
    occurrenceOf,
    stretchOf: place,
    bounds,
    waiting: edit?.phase === "asking" ? edit : null,
    free: edit === null || edit.phase === "asking",
    begin: (occurrence, at) => editor.begin(occurrence, at, "moving"),
    change: editor.change,
    putDown: editor.putDown,
    cancel: editor.cancel,
  };
  const latest = useRef(pointed);
  latest.current = pointed;
  useEffect(() => (root.current ? point(root.current, () => latest.current) : undefined), []);

  useEffect(() => {
    if (!goTo) return;
    const there = editable(goTo.column).some(({ from }) => from === goTo.from);
    if (goTo.opening && !there) return;
    editor.arrived();
    keys.stand(goTo);
  });

  function form({ occurrence, at }: Edit) {
    const draft = { from: wallTime(at.from), to: wallTime(at.to) };
    editor.leave();
    onForm(occurrence, days[at.column] ?? dayKey(now), draft);
  }
  const shown = columns.map((column) => ({
    ...column,
    blocks: column.blocks.map((block) => ({ ...block, lifted: isLifted(edit, block.id) })),
  }));
  const first = hours.first * 60;
  // Where Tab enters the grid: the first empty time of today, or of the first day shown.
  const enters = Math.max(0, days.indexOf(dayKey(now)));
  const entry = emptyFrom(enters, MORNING, editable(enters), bounds(null, enters));
  return (
    <>
      <div className={classes.scroll}>
        <Week
          days={shown}
          firstHour={hours.first}
          lastHour={hours.last}
          now={props.minuteNow}
          onDay={props.onDay}
          chosen={props.chosen}
          headless={props.headless}
          editing={{
            root,
            onKeyDown: keys.onKeyDown,
            above: (column) => (
              <>
                <Cell
                  at={keys.cell ?? entry}
                  placed={keys.cell !== null}
                  column={column}
                  first={first}
                  days={days}
                  onOpen={(at) => editor.begin(null, at, "asking")}
                  onStand={keys.setCell}
                />
                {edit && edit.phase !== "closing" && edit.at.column === column && (
                  <Draft edit={edit} first={first} />
                )}
              </>
            ),
          }}
        />
      </div>
      <div className={classes.foot} data-busy={edit !== null || undefined}>
        {!edit && props.legend}
        <EditBar
          editor={editor}
          agenda={agenda}
          days={days}
          onForm={form}
          onCloseDay={({ occurrence }) => {
            editor.leave();
            if (occurrence) props.onCloseDay(occurrence);
          }}
          onCloseForGood={({ occurrence }) => {
            editor.leave();
            if (occurrence) props.onCloseForGood(occurrence);
          }}
          onKeys={() => setHelp(true)}
        />
      </div>
      {help && <KeysSheet keys={KEYS} onClose={() => setHelp(false)} />}
    </>
  );
}

function isLifted(edit: Edit | null, blockId: string): boolean {
  return edit?.occurrence ? blockIdOf(edit.occurrence) === blockId : false;
}

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
function Cell({ at, placed, column, first, days, onOpen, onStand }: CellProps) {
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

/** Where the opening would be, with its hours, and its handles for a finger. */
function Draft({ edit, first }: { edit: Edit; first: number }) {
  return (
    <div
      className={classes.draft}
      data-draft=""
      data-phase={edit.phase}
      aria-hidden="true"
      style={position(edit.at, first)}
    >
      <b>{hoursWord(edit.at)}</b>
      {edit.occurrence && edit.at.to - edit.at.from >= TWO_LINES && (
        <span>{openingTitle(edit.occurrence.opening)}</span>
      )}
      <Edges />
    </div>
  );
}
