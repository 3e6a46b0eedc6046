import { type ReactNode, useState } from "react";
import { instantAt, longDay, numericDate, wallHour } from "../time";
import { DateField, TextField } from "./Field";

type WallFieldProps = {
  label: ReactNode;
  /** `09:20`, `2026-11-24`; empty when what is typed says nothing yet. */
  value: string;
  onChange: (value: string) => void;
  help?: ReactNode;
  error?: string | null;
  id?: string;
  optional?: boolean;
};

const MOST_HOURS = 24;
const MOST_MINUTES = 59;

/**
 * A time of the wall clock, however it is typed: `9`, `930`, `9:30`, `9h30`.
 *
 * @returns `09:30`, `24:00` for the end of the day, or empty when it is not a time
 */
export function typedTime(text: string): string {
  const match = /^(\d{1,2}?)\s*[:hH.]?\s*(\d{2})?$/.exec(text.trim());
  const hours = Number(match?.[1]);
  const minutes = Number(match?.[2] ?? 0);
  const possible = hours < MOST_HOURS || (hours === MOST_HOURS && minutes === 0);
  if (!match || !possible || minutes > MOST_MINUTES) return "";
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

/**
 * A day of the calendar, typed as `24/11/2026`.
 *
 * @returns `2026-11-24`, or empty when it is not a day
 */
export function typedDay(text: string): string {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  if (!match) return "";
  const [, date, month, year] = match;
  const day = `${year}-${month}-${date}`;
  const found = new Date(`${day}T12:00:00Z`);
  // 31 February reads as 3 March: not what was typed.
  return Number.isNaN(found.getTime()) || found.toISOString().slice(0, 10) !== day ? "" : day;
}

/** A time, the same on every device: no browser of another language writes it with AM or PM. */
export function TimeField({ value, onChange, ...rest }: WallFieldProps) {
  const [text, setText] = useState(wallHour(value));
  return (
    <TextField
      {...rest}
      kind="numeric"
      autoComplete="off"
      placeholder="9:00"
      value={text}
      onChange={(typed) => {
        setText(typed);
        onChange(typedTime(typed));
      }}
      onBlur={() => value && setText(wallHour(value))}
    />
  );
}

/** A day to come, with its name said beside it. */
export function DayField({ value, onChange, ...rest }: WallFieldProps) {
  const [text, setText] = useState(value && numericDate(value));
  const name = value && longDay(instantAt(value, "12:00")).split(" ")[0];
  return (
    <DateField
      {...rest}
      autoComplete="off"
      value={text}
      aside={name || undefined}
      onChange={(typed) => {
        setText(typed);
        onChange(typedDay(typed));
      }}
    />
  );
}
