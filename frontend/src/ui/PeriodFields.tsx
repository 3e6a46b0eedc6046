import { instantAt } from "../time";
import { DayField, TimeField } from "./WallFields";

/** From a day and a time to another, as typed: `2026-11-24`, `20:00`; empty when what is typed says nothing yet. */
export type Period = { fromDay: string; fromTime: string; toDay: string; toTime: string };

/** Whether the four of them say something. */
export function isWhole(period: Period): boolean {
  return Object.values(period).every((typed) => typed !== "");
}

/** Its two instants. */
export function instantsOf({ fromDay, fromTime, toDay, toTime }: Period) {
  return { starts_at: instantAt(fromDay, fromTime), ends_at: instantAt(toDay, toTime) };
}

type PeriodFieldsProps = {
  period: Period;
  onChange: (period: Period) => void;
  /** Labels of the two times. */
  times: readonly [string, string];
  /** It was sent once: what is not written is said. */
  tried: boolean;
  /** What the server refused, by the name of the field. */
  refused: Record<string, string>;
};

/** The two days and the two times of a shift, to lay out in a grid. */
export function PeriodFields({ period, onChange, times, tried, refused }: PeriodFieldsProps) {
  const { fromDay, fromTime, toDay, toTime } = period;
  return (
    <>
      <DayField
        label="Du"
        value={fromDay}
        onChange={(day) => onChange({ ...period, fromDay: day })}
        error={
          tried && !fromDay
            ? "Écrivez un jour."
            : refused.starts_at && "Donnez un début dans l’année."
        }
      />
      <TimeField
        label={times[0]}
        value={fromTime}
        onChange={(time) => onChange({ ...period, fromTime: time })}
        error={tried && !fromTime ? "Une heure." : null}
      />
      <DayField
        label="Au"
        value={toDay}
        onChange={(day) => onChange({ ...period, toDay: day })}
        error={
          tried && !toDay
            ? "Écrivez un jour."
            : refused.ends_at &&
              "La fin vient après le début, huit jours au plus, et n’est pas passée."
        }
      />
      <TimeField
        label={times[1]}
        value={toTime}
        onChange={(time) => onChange({ ...period, toTime: time })}
        error={tried && !toTime ? "Une heure." : null}
      />
    </>
  );
}
