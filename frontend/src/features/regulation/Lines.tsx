import { useState } from "react";
import type { AvailabilityEntry, AvailabilityList } from "../../api";
import { PhoneLink } from "../../ui/PhoneLink";
import { usePhone } from "../../ui/usePhone";
import { type Choice, DayCell } from "./DayCell";
import classes from "./Regulation.module.css";
import { type Gone, lineOf, useWholeDays, type Wanted } from "./regulation";
import { dayDetail, dayTitle, placeLine, totalWords } from "./words";

/** A time that I keep, and on which line. */
export type Chosen = { choice: Choice; entry: AvailabilityEntry };

type LinesProps = {
  wanted: Wanted;
  list: AvailabilityList;
  gone: readonly Gone[];
  chosen: Chosen | null;
  /** On a phone, the only day that shows. */
  day: number;
  onDay: (day: number) => void;
  onChoose: (chosen: Chosen) => void;
};

/** One line per professional and place; days side by side on a desk, one at a time on a phone. */
export function Lines({ wanted, list, gone, chosen, day, onDay, onChoose }: LinesProps) {
  const phone = usePhone();
  return (
    <>
      {phone && (
        <fieldset className={classes.tabs}>
          <legend className="visually-hidden">Jour</legend>
          {list.days.map(({ day: key, free }, place) => (
            <button
              key={key}
              type="button"
              aria-pressed={place === day}
              className={classes.tab}
              onClick={() => onDay(place)}
            >
              <b>{dayTitle(place, key)}</b>
              <span>{dayDetail(key, free)}</span>
            </button>
          ))}
        </fieldset>
      )}
      <table className={classes.table}>
        <caption className="visually-hidden">
          Qui peut voir quelqu’un, du plus proche au plus loin
        </caption>
        <thead className={phone ? "visually-hidden" : undefined}>
          <tr>
            <th scope="col">
              {totalWords(list.total)} <span className={classes.detail}>par distance</span>
            </th>
            {list.days.map(
              ({ day: key, free }, place) =>
                (!phone || place === day) && (
                  <th key={key} scope="col">
                    {dayTitle(place, key)}{" "}
                    <span className={classes.detail}>{dayDetail(key, free)}</span>
                  </th>
                ),
            )}
          </tr>
        </thead>
        <tbody>
          {list.items.map((entry) => (
            <Line
              key={lineOf(entry)}
              wanted={wanted}
              entry={entry}
              gone={gone.filter(({ line }) => line === lineOf(entry))}
              held={chosen && lineOf(chosen.entry) === lineOf(entry) ? chosen.choice : null}
              only={phone ? day : null}
              onChoose={(choice) => onChoose({ choice, entry })}
            />
          ))}
        </tbody>
      </table>
      {gone.length > 0 && <p className={classes.note}>Un créneau barré vient d’être pris.</p>}
    </>
  );
}

type LineProps = {
  wanted: Wanted;
  entry: AvailabilityEntry;
  gone: readonly Gone[];
  held: Choice | null;
  /** The only day that shows; null for all of them. */
  only: number | null;
  onChoose: (choice: Choice) => void;
};

function Line({ wanted, entry, gone, held, only, onChoose }: LineProps) {
  const [whole, setWhole] = useState(false);
  const all = useWholeDays(wanted, entry.professional.id, whole).data?.items;
  const shown = all?.find((one) => one.practice_id === entry.practice_id) ?? entry;
  const { name } = entry.professional;
  return (
    <tr>
      <th scope="row">
        <span className={classes.name}>{name}</span>
        <span className={classes.sub}>
          {placeLine(entry)}
          {entry.phone && (
            <>
              {" · "}
              <PhoneLink phone={entry.phone} />
            </>
          )}
        </span>
      </th>
      {shown.days.map(
        (one, place) =>
          (only === null || place === only) && (
            <td key={one.day}>
              <DayCell
                day={one}
                name={name}
                call={entry.call}
                gone={gone}
                held={held}
                onChoose={onChoose}
                onMore={() => setWhole(true)}
              />
            </td>
          ),
      )}
    </tr>
  );
}
