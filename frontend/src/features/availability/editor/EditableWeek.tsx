import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Agenda, AgendaOccurrence, Appointment, Practice } from "../../../api";
import { dayKey } from "../../../time";
import { KeysSheet } from "../../../ui/KeysSheet";
import { Week, type WeekDay } from "../../../ui/Week";
import { standing } from "../agenda-day";
import { blockIdOf } from "../agenda-week";
import { openingTitle } from "../agenda-words";
import type { OpeningForm } from "../opening-form";
import { shortestOf, wallTime } from "./acts";
import { EditBar } from "./EditBar";
import classes from "./Editor.module.css";
import { emptyFrom, type Placed } from "./geometry";
import { MoveBar } from "./MoveBar";
import { Cell, Draft, FreePlaces } from "./marks";
import { standsAt } from "./places";
import { type Pointed, point } from "./pointing";
import { type Edit, stretchOf, useEditor } from "./useEditor";
import { useGridKeys } from "./useGridKeys";
import { type Moving, useMover } from "./useMover";
import { KEYS } from "./words";

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
  /** Gives the time that was drawn to somebody, instead of opening it: `10:00`. */
  onGive: (day: string, time: string) => void;
  /** Moves an appointment further than the grid shows. */
  onMove: (appointment: Appointment) => void;
};

/** What can be held: an opening, or an appointment. */
type Held = { occurrence: AgendaOccurrence } | { appointment: Appointment };

/** The week, worked on in place by mouse, finger or keys. The list of the day and the forms do the same. */
export default function EditableWeek(props: EditableWeekProps) {
  const { agenda, days, columns, hours, now, practices, onForm } = props;
  const practiceId = practices[0]?.id ?? "";
  const editor = useEditor({ agenda, days, hours, now, practiceId });
  const mover = useMover({ agenda, days, now });
  const { edit, goTo } = editor;
  const { moving } = mover;
  const choosing = moving !== null && moving.phase !== "refused";
  const [help, setHelp] = useState(false);
  const root = useRef<HTMLElement>(null);

  const occurrences = new Map(agenda.occurrences.map((one) => [blockIdOf(one), one]));
  const occurrenceOf = (id: string) => occurrences.get(id) ?? null;
  const appointments = new Map(standing(agenda).map((one) => [one.id, one]));
  const appointmentOf = (id: string) => appointments.get(id) ?? null;
  const bounds = (occurrence: AgendaOccurrence | null, column: number) =>
    editor.bounds(shortestOf(occurrence, agenda, days[column] ?? ""));
  const place = (occurrence: AgendaOccurrence) => stretchOf(occurrence, days);
  const editable = (column: number) =>
    (columns[column]?.blocks ?? []).filter(
      (block) => block.movable || (block.editable && occurrences.has(block.id)),
    );

  const keys = useGridKeys({
    root,
    editor,
    mover,
    blocksOf: (column): Placed[] => editable(column),
    occurrenceOf,
    appointmentOf,
    stretchOf: place,
    bounds,
    onCreate: (at) => {
      editor.begin(null, at, "asking");
    },
    onHelp: () => setHelp(true),
  });

  function thingOf(id: string): Held | null {
    const appointment = appointmentOf(id);
    const occurrence = occurrenceOf(id);
    return appointment ? { appointment } : occurrence && { occurrence };
  }
  const pointed: Pointed<Held> = {
    thingOf,
    stretchOf: (held) =>
      "appointment" in held ? standsAt(held.appointment, days) : place(held.occurrence),
    bounds: (held, column) => bounds(held && "occurrence" in held ? held.occurrence : null, column),
    waiting: moving?.phase === "asking" ? { thing: moving, at: moving.at } : editWaiting(edit),
    free: [edit, moving].every((one) => one === null || one.phase === "asking"),
    begin: (held, at) => {
      if (held && "appointment" in held) mover.begin(held.appointment);
      else editor.begin(held?.occurrence ?? null, at, "moving");
    },
    change: (at) => {
      mover.change(at);
      editor.change(at);
    },
    putDown: (at) => {
      mover.putDown(at);
      editor.putDown(at);
    },
    cancel: () => {
      mover.cancel();
      editor.cancel();
    },
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
  useEffect(() => {
    if (mover.goTo === null || !appointments.has(mover.goTo)) return;
    mover.arrived();
    keys.focusBlock(mover.goTo);
  });

  function form({ occurrence, at }: Edit) {
    const draft = { from: wallTime(at.from), to: wallTime(at.to) };
    editor.leave();
    onForm(occurrence, days[at.column] ?? dayKey(now), draft);
  }
  const shown = columns.map((column) => ({
    ...column,
    blocks: column.blocks.map((block) => ({
      ...block,
      lifted: isLifted(edit, block.id) || moving?.appointment.id === block.id,
    })),
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
            dimmed: choosing,
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
                {choosing && (
                  <FreePlaces
                    places={mover.places.filter((free) => free.column === column)}
                    first={first}
                  />
                )}
                {edit && edit.phase !== "closing" && edit.at.column === column && (
                  <Draft at={edit.at} phase={edit.phase} first={first} edges>
                    {edit.occurrence && openingTitle(edit.occurrence.opening)}
                  </Draft>
                )}
                {moving && moving.phase !== "refused" && moving.at.column === column && (
                  <Draft at={moving.at} phase={draftPhase(moving)} first={first} />
                )}
              </>
            ),
          }}
        />
      </div>
      <div className={classes.foot} data-busy={edit !== null || moving !== null || undefined}>
        {!edit && !moving && props.legend}
        {moving && (
          <MoveBar mover={mover} moving={moving} practices={practices} onForm={props.onMove} />
        )}
        {!moving && (
          <EditBar
            editor={editor}
            agenda={agenda}
            days={days}
            onForm={form}
            onGive={({ at }) => {
              editor.leave();
              props.onGive(days[at.column] ?? dayKey(now), wallTime(at.from));
            }}
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
        )}
      </div>
      {help && <KeysSheet keys={KEYS} onClose={() => setHelp(false)} />}
    </>
  );
}

function isLifted(edit: Edit | null, blockId: string): boolean {
  return edit?.occurrence ? blockIdOf(edit.occurrence) === blockId : false;
}

function editWaiting(edit: Edit | null): Pointed<Held>["waiting"] {
  if (edit?.phase !== "asking") return null;
  const { occurrence, at } = edit;
  return { thing: occurrence && { occurrence }, at };
}

/** Under the pointer where nothing is free, it cannot be put down. */
function draftPhase({ phase, place }: Moving): string {
  return phase === "moving" && !place ? "nowhere" : phase;
}
