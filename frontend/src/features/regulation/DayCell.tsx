import { IconPhone } from "@tabler/icons-react";
import type {
  AvailabilityCall,
  AvailabilityDay,
  AvailabilityRange,
  AvailabilitySlot,
} from "../../api";
import { phoneHref } from "../../figures";
import { dayKey, hour } from "../../time";
import classes from "./Regulation.module.css";
import type { Gone } from "./regulation";
import { apartWords, DAY_STATE, placesWords } from "./words";

export type Choice = {
  slotId: string;
  startsAt: string;
  endsAt: string;
  modes: AvailabilitySlot["modes"];
  range: boolean;
};

type DayCellProps = {
  day: AvailabilityDay;
  /** Whose: for those who hear the buttons one by one. */
  name: string;
  call: AvailabilityCall | null;
  gone: readonly Gone[];
  /** The time that I keep, when it is of this line: the server counts it as taken. */
  held: Choice | null;
  onChoose: (choice: Choice) => void;
  onMore: () => void;
};

type Shown =
  | { kind: "slot"; at: string; slot: AvailabilitySlot }
  | { kind: "held"; at: string; choice: Choice }
  | { kind: "gone"; at: string; gone: Gone };

/** A time of the list, as it is chosen. */
export function choiceOf(slot: AvailabilitySlot | AvailabilityRange): Choice {
  return {
    slotId: slot.slot_id,
    startsAt: slot.starts_at,
    endsAt: slot.ends_at,
    modes: slot.modes,
    range: "places" in slot,
  };
}

function inOrder({ day, gone, held }: DayCellProps): Shown[] {
  const shown: Shown[] = day.slots
    .filter(({ slot_id }) => slot_id !== held?.slotId)
    .map((slot) => ({ kind: "slot", at: slot.starts_at, slot }));
  if (held && !held.range && dayKey(held.startsAt) === day.day)
    shown.push({ kind: "held", at: held.startsAt, choice: held });
  // Times that started together went together: one is struck through.
  const struck = new Map(gone.map((one) => [one.startsAt, one]));
  for (const one of struck.values()) {
    if (one.day === day.day && one.startsAt !== held?.startsAt)
      shown.push({ kind: "gone", at: one.startsAt, gone: one });
  }
  return shown.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** What somebody has on one day: times to tap, ranges with their places, a number to call, or a word. */
export function DayCell(props: DayCellProps) {
  const { day, name, call, held, onChoose, onMore } = props;
  const times = inOrder(props);
  const calls = call !== null && dayKey(call.until_at) === day.day ? call : null;
  const nothing = times.length === 0 && day.ranges.length === 0;
  return (
    <div className={classes.cell}>
      {calls && (
        <a className={classes.call} href={phoneHref(calls.phone)}>
          <IconPhone size={16} stroke={1.75} aria-hidden="true" />
          <span>
            <span className="visually-hidden">{name} : </span>Appeler avant {hour(calls.until_at)}
          </span>
        </a>
      )}
      {day.ranges.map((range) => (
        <button
          key={range.slot_id}
          type="button"
          className={classes.range}
          data-on={range.slot_id === held?.slotId || undefined}
          onClick={() => onChoose(choiceOf(range))}
        >
          <b>
            <span className="visually-hidden">{name}, </span>
            {hour(range.starts_at)} – {hour(range.ends_at)}
          </b>
          <span>{placesWords(range.places_left, range.places)}</span>
        </button>
      ))}
      {times.length > 0 && (
        <div className={classes.times}>
          {times.map((one) => {
            if (one.kind === "gone")
              return (
                <s key={one.gone.slotId} className={classes.gone}>
                  {hour(one.at)}
                  <span className="visually-hidden"> vient d’être pris</span>
                </s>
              );
            const choice = one.kind === "held" ? one.choice : choiceOf(one.slot);
            const apart = one.kind === "slot" ? apartWords(one.slot, day.slots) : null;
            return (
              <button
                key={choice.slotId}
                type="button"
                className={classes.time}
                data-on={one.kind === "held" || undefined}
                aria-pressed={one.kind === "held"}
                onClick={() => onChoose(choice)}
              >
                <span className="visually-hidden">{name}, </span>
                {hour(one.at)}
                {apart && <small> · {apart}</small>}
              </button>
            );
          })}
          {day.more > 0 && (
            <button type="button" className={classes.time} onClick={onMore}>
              <span className="visually-hidden">{name}, voir encore</span> + {day.more}
            </button>
          )}
        </div>
      )}
      {nothing && !calls && <span className={classes.word}>{DAY_STATE[day.state]}</span>}
    </div>
  );
}
