import type { CSSProperties, KeyboardEvent, ReactNode, Ref } from "react";
import { dayOfMonth, longDay, weekday } from "../time";
import classes from "./Week.module.css";
import { pxOf } from "./week-scale";

export type BlockLook =
  | "opening"
  | "walk_in"
  | "booked"
  | "fulfilled"
  | "no_show"
  | "held"
  | "busy"
  | "closed";

export type WeekBlock = {
  id: string;
  look: BlockLook;
  /** Minutes since midnight on the clock of the territory. */
  from: number;
  to: number;
  title: ReactNode;
  /** At the right of the title: "2 libres". */
  aside?: ReactNode;
  detail?: ReactNode;
  /** Everything said at once, for the accessible name: "SNP, de 9:00 à 12:00, 2 libres". */
  label: string;
  /** A hairline at each slot of an opening, in minutes. */
  slotMinutes?: number;
  /** Minutes before the title, when other blocks lie over the first ones. */
  titleAfter?: number;
  onOpen?: () => void;
  /** Beside others of the same hours: which of how many equal parts of the column, from 0. */
  lane?: { at: number; of: number };
  /** May be dragged, whole or by its edges. */
  editable?: boolean;
  /** May be dragged, whole only. */
  movable?: boolean;
  /** It is being put elsewhere: its old place only. */
  lifted?: boolean;
};

/** What a week needs to be worked on in place. */
export type WeekEditing = {
  root: Ref<HTMLElement>;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  /** Something is on its way: the rest steps back. */
  dimmed?: boolean;
  /** Drawn above the blocks of a column. */
  above: (column: number) => ReactNode;
};

export type WeekDay = {
  /** An instant within the day, at noon for instance. */
  at: string;
  today: boolean;
  /** What the day is, beside its number: a public holiday. */
  note?: string;
  blocks: WeekBlock[];
};

type WeekProps = {
  days: WeekDay[];
  /** Hours shown, such as 8 and 20. */
  firstHour: number;
  lastHour: number;
  /** Minutes since midnight, for the line of the present; null outside the week. */
  now: number | null;
  onDay: (dayAt: string) => void;
  /** The day whose list stands beside, as one of the instants of `days`. */
  chosen?: string;
  editing?: WeekEditing;
  /** One day whose name is said elsewhere: no heads of columns. */
  headless?: boolean;
};

const SMALLEST_TARGET = 24;

function position(block: WeekBlock, firstHour: number) {
  return {
    insetBlockStart: `${pxOf(block.from - firstHour * 60)}px`,
    blockSize: `${pxOf(block.to - block.from)}px`,
    "--title-after": block.titleAfter ? `${pxOf(block.titleAfter)}px` : undefined,
    "--lane": block.lane?.at,
    "--lanes": block.lane?.of,
    "--slot": block.slotMinutes ? `${pxOf(block.slotMinutes)}px` : undefined,
  } as CSSProperties;
}

type BlockProps = { block: WeekBlock; firstHour: number; editing: boolean };

function Block({ block, firstHour, editing }: BlockProps) {
  const inside = (
    <>
      <span className={classes.head}>
        {block.title}
        {block.aside && <span className={classes.aside}>{block.aside}</span>}
      </span>
      {block.detail && <span className={classes.detail}>{block.detail}</span>}
    </>
  );
  const shared = {
    className: classes.block,
    "data-look": block.look,
    "data-lines": block.slotMinutes ? true : undefined,
    "data-block": block.editable || block.movable ? block.id : undefined,
    "data-narrow": block.lane ? true : undefined,
    "data-lifted": block.lifted || undefined,
    style: position(block, firstHour),
  };
  const said = (
    <>
      <span className="visually-hidden">{block.label}</span>
      <span className={classes.inside} aria-hidden="true">
        {inside}
      </span>
    </>
  );
  // Too thin to be aimed at: the list of the day does the same. One that can be held has the arrows too.
  const thin = pxOf(block.to - block.from) < SMALLEST_TARGET;
  if (!block.onOpen || (thin && !(editing && block.movable))) return <div {...shared}>{said}</div>;
  return (
    <button type="button" {...shared} tabIndex={thin ? -1 : undefined} onClick={block.onOpen}>
      {said}
      {block.editable && <Edges />}
    </button>
  );
}

/** Where a mouse or a finger takes a block to make it longer or shorter. */
export function Edges() {
  return (
    <>
      <span className={classes.edge} data-edge="start" aria-hidden="true" />
      <span className={classes.edge} data-edge="end" aria-hidden="true" />
    </>
  );
}

/** Six or seven columns of openings and what was taken in them. The day list beside is the order to read. */
export function Week(props: WeekProps) {
  const { days, firstHour, lastHour, now, onDay, chosen, editing, headless = false } = props;
  const hours = Array.from(
    { length: lastHour - firstHour - 1 },
    (_, index) => firstHour + 1 + index,
  );
  return (
    <section
      ref={editing?.root}
      className={classes.root}
      aria-label={headless ? "Jour" : "Semaine"}
      data-editing={editing ? true : undefined}
      data-dimmed={editing?.dimmed || undefined}
      data-headless={headless || undefined}
      onKeyDown={editing?.onKeyDown}
      style={{ "--days": days.length, "--hours": lastHour - firstHour } as CSSProperties}
    >
      {!headless && <div className={classes.corner} />}
      {!headless &&
        days.map((column) => (
          <button
            key={column.at}
            type="button"
            className={classes.day}
            data-today={column.today || undefined}
            data-chosen={column.at === chosen || undefined}
            aria-pressed={chosen === undefined ? undefined : column.at === chosen}
            aria-current={column.today ? "date" : undefined}
            onClick={() => onDay(column.at)}
          >
            <span className="visually-hidden">
              {[longDay(column.at), column.note].filter(Boolean).join(", ")}
            </span>
            <span aria-hidden="true">
              {weekday(column.at)}
              <b>
                {dayOfMonth(column.at)}
                {column.note && <small>{column.note}</small>}
              </b>
            </span>
          </button>
        ))}
      <div className={classes.hours} aria-hidden="true">
        {hours.map((hourShown) => (
          <span
            key={hourShown}
            style={{ insetBlockStart: `${pxOf((hourShown - firstHour) * 60)}px` }}
          >
            {hourShown}:00
          </span>
        ))}
      </div>
      {days.map((column, index) => (
        <div
          key={column.at}
          className={classes.column}
          data-column={index}
          data-today={column.today || undefined}
        >
          {column.blocks.map((block) => (
            <Block
              key={block.id}
              block={block}
              firstHour={firstHour}
              editing={editing !== undefined}
            />
          ))}
          {column.today && now !== null && (
            <div
              className={classes.now}
              style={{ insetBlockStart: `${pxOf(now - firstHour * 60)}px` }}
            />
          )}
          {editing?.above(index)}
        </div>
      ))}
    </section>
  );
}
