import type { CSSProperties, ReactNode } from "react";
import { dayOfMonth, longDay, weekday } from "../time";
import classes from "./Week.module.css";

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
};

export type WeekDay = {
  /** An instant within the day, at noon for instance. */
  at: string;
  today: boolean;
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
};

const PX_PER_HOUR = 61;
const SMALLEST_TARGET = 24;

function height({ from, to }: WeekBlock): number {
  return ((to - from) * PX_PER_HOUR) / 60;
}

function position(block: WeekBlock, firstHour: number) {
  const px = (minutes: number) => (minutes * PX_PER_HOUR) / 60;
  return {
    insetBlockStart: `${px(block.from - firstHour * 60)}px`,
    blockSize: `${px(block.to - block.from)}px`,
    "--title-after": block.titleAfter ? `${px(block.titleAfter)}px` : undefined,
    "--slot": block.slotMinutes ? `${px(block.slotMinutes)}px` : undefined,
  } as CSSProperties;
}

function Block({ block, firstHour }: { block: WeekBlock; firstHour: number }) {
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
  // Too thin to be aimed at: the list of the day does the same.
  if (!block.onOpen || height(block) < SMALLEST_TARGET) return <div {...shared}>{said}</div>;
  return (
    <button type="button" {...shared} onClick={block.onOpen}>
      {said}
    </button>
  );
}

/** Six or seven columns of openings and what was taken in them. The day list beside is the order to read. */
export function Week({ days, firstHour, lastHour, now, onDay, chosen }: WeekProps) {
  const hours = Array.from(
    { length: lastHour - firstHour - 1 },
    (_, index) => firstHour + 1 + index,
  );
  return (
    <section
      className={classes.root}
      aria-label="Semaine"
      style={{ "--days": days.length, "--hours": lastHour - firstHour } as CSSProperties}
    >
      <div className={classes.corner} />
      {days.map((column) => (
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
          <span className="visually-hidden">{longDay(column.at)}</span>
          <span aria-hidden="true">
            {weekday(column.at)}
            <b>{dayOfMonth(column.at)}</b>
          </span>
        </button>
      ))}
      <div className={classes.hours} aria-hidden="true">
        {hours.map((hourShown) => (
          <span
            key={hourShown}
            style={{ insetBlockStart: `${(hourShown - firstHour) * PX_PER_HOUR}px` }}
          >
            {hourShown}:00
          </span>
        ))}
      </div>
      {days.map((column) => (
        <div key={column.at} className={classes.column} data-today={column.today || undefined}>
          {column.blocks.map((block) => (
            <Block key={block.id} block={block} firstHour={firstHour} />
          ))}
          {column.today && now !== null && (
            <div
              className={classes.now}
              style={{ insetBlockStart: `${((now - firstHour * 60) * PX_PER_HOUR) / 60}px` }}
            />
          )}
        </div>
      ))}
    </section>
  );
}
