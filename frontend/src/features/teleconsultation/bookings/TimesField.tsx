import { useState } from "react";
import type { TeleconsultationHold, TeleconsultationReason } from "../../../api";
import { serverNow, useServerNow } from "../../../clock";
import {
  addDays,
  dayKey,
  durationToTheSecond,
  hour,
  instantAt,
  millis,
  relativeDay,
} from "../../../time";
import { Button } from "../../../ui/Button";
import { Refusal } from "../../../ui/Refusal";
import page from "../../../ui/request-page.module.css";
import { Skeletons } from "../../../ui/Skeletons";
import classes from "./Bookings.module.css";
import { useTimes } from "./booking-reads";
import { letGo, useHold } from "./bookings";

type TimesFieldProps = {
  siteId: string;
  professionalId: string | null;
  reason: TeleconsultationReason | null;
  hold: TeleconsultationHold | null;
  onHold: (hold: TeleconsultationHold | null) => void;
};

const DAYS_SHOWN = 7;

/** The free times of a site, a week at a time; touched, one is kept for some minutes. */
export function TimesField({ siteId, professionalId, reason, hold, onHold }: TimesFieldProps) {
  const now = useServerNow("second");
  // A week from the day on which one looks, so that what is read stays the same meanwhile.
  const [from] = useState(() => new Date(serverNow()).toISOString());
  const [week, setWeek] = useState(0);
  const day = addDays(dayKey(from), week * DAYS_SHOWN);
  const start = week === 0 ? from : instantAt(day, "00:00");
  const until = instantAt(addDays(day, DAYS_SHOWN), "00:00");
  const { data, error } = useTimes({ siteId, professionalId, reason, from: start, until });
  const keep = useHold(onHold);
  const left = hold && millis(hold.expires_at) - now;
  return (
    <div className={classes.sheet}>
      <Refusal error={error ?? keep.error} />
      {hold && left !== null && left > 0 && (
        <p className={classes.held} role="timer">
          {`${relativeDay(hold.starts_at, now)} ${hour(hold.starts_at)}, ${hold.professional.name}`}
          <b>gardé {durationToTheSecond(left)}</b>
        </p>
      )}
      {hold && left !== null && left <= 0 && (
        <p className={classes.late}>Cette heure n’est plus gardée. Choisissez de nouveau.</p>
      )}
      {!data && !error && <Skeletons shape="row" count={3} />}
      {data?.times.length === 0 && (
        <p className={page.quiet}>Aucune heure libre cette semaine, pièce, aide et médecin.</p>
      )}
      <ul className={classes.times}>
        {data?.times.map((time) => (
          <li key={`${time.slot_id}${time.starts_at}`}>
            <button
              type="button"
              aria-pressed={hold?.starts_at === time.starts_at}
              onClick={() => {
                letGo(hold);
                onHold(null);
                keep.mutate(time);
              }}
            >
              <b>
                {relativeDay(time.starts_at, now)} {hour(time.starts_at)}
              </b>
              <span>{time.professional.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className={classes.pair}>
        {week > 0 && (
          <Button size="small" onClick={() => setWeek((it) => it - 1)}>
            Semaine d’avant
          </Button>
        )}
        <Button size="small" onClick={() => setWeek((it) => it + 1)}>
          Semaine suivante
        </Button>
      </div>
    </div>
  );
}
