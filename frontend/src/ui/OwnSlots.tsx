import { useId, useState } from "react";
import { serverNow } from "../clock";
import { appointmentTime, dayKey, daysBetween, hour, type Instant, longDay } from "../time";
import classes from "./OwnSlots.module.css";

type Slot = { id: string; startsAt: Instant };

type OwnSlotsProps = {
  slots: Slot[];
  chosen: Slot | null;
  /** null: none of them, the time is agreed on the phone. */
  onChoose: (slot: Slot | null) => void;
};

const SHOWN_FIRST = 3;

function heading(slots: Slot[], now: number): string {
  const first = slots[0];
  if (!first || slots.some((slot) => dayKey(slot.startsAt) !== dayKey(first.startsAt))) {
    return "Vos créneaux";
  }
  const days = daysBetween(now, first.startsAt);
  if (days === 0) return "Vos créneaux d’aujourd’hui";
  const name = longDay(first.startsAt);
  return days === 1 ? `Vos créneaux de demain, ${name.split(" ")[0]}` : `Vos créneaux du ${name}`;
}

/** The professional's own free slots that fit the request: three, then the others, or another time, on demand. */
export function OwnSlots({ slots, chosen, onChoose }: OwnSlotsProps) {
  const [all, setAll] = useState(false);
  const name = useId();
  const now = serverNow();
  const shown = all ? slots : slots.slice(0, SHOWN_FIRST);
  const label = heading(slots, now);
  const oneDay = label !== "Vos créneaux";
  return (
    <fieldset className={classes.root}>
      <legend>{label}</legend>
      <div className={classes.grid}>
        {shown.map((slot) => (
          <label key={slot.id} className={classes.slot}>
            <input
              type="radio"
              name={name}
              className="visually-hidden"
              checked={chosen?.id === slot.id}
              onChange={() => onChoose(slot)}
            />
            {oneDay ? hour(slot.startsAt) : appointmentTime(slot.startsAt, now)}
          </label>
        ))}
        {all ? (
          <label className={classes.slot} data-wide>
            <input
              type="radio"
              name={name}
              className="visually-hidden"
              checked={chosen === null}
              onChange={() => onChoose(null)}
            />
            À convenir
          </label>
        ) : (
          <button
            type="button"
            className={classes.more}
            aria-label="Une autre heure"
            onClick={() => setAll(true)}
          >
            …
          </button>
        )}
      </div>
    </fieldset>
  );
}
