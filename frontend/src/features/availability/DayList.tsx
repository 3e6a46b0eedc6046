import { IconCalendarOff, IconChevronRight } from "@tabler/icons-react";
import type { Agenda, AgendaOccurrence, AgendaSlot, Closure, Opening } from "../../api";
import { useServerNow } from "../../clock";
import { capital } from "../../figures";
import { atHour, dayKey, day as dayName, hour, instantAt, longDay, millis } from "../../time";
import { Button } from "../../ui/Button";
import { Refusal } from "../../ui/Refusal";
import { undoable } from "../../undo";
import { type AppointmentAct, useAppointmentAct, useClose, useReopen } from "./agenda";
import { type DayEntry, dayEntries, daySummary } from "./agenda-day";
import { closureTitle, heldFor, insideWord, placesWord } from "./agenda-words";
import { DayAppointment } from "./DayAppointment";
import classes from "./DayList.module.css";
import { FreeNow } from "./FreeNow";

type DayListProps = {
  agenda: Agenda;
  /** `2026-11-24`. */
  day: string;
  /** The month too, where nothing else on screen says it. */
  month: boolean;
  onOpening: (occurrence: AgendaOccurrence) => void;
  onClosure: (closure: Closure) => void;
  /** Gives a free slot to somebody who asked in person. */
  onGive: (slot: AgendaSlot, opening: Opening) => void;
  /** Closes more than one slot. */
  onCloseTime: () => void;
};

/** One day in the order of its hours: the order to read for everybody, with what may be done to each line. */
export function DayList(props: DayListProps) {
  const { agenda, day, month, onOpening, onClosure, onGive, onCloseTime } = props;
  const now = useServerNow();
  const appointment = useAppointmentAct();
  const close = useClose();
  const reopen = useReopen();
  const entries = dayEntries(agenda, day);
  const refused = appointment.error ?? close.error ?? reopen.error;
  const holiday = agenda.holidays.find(({ on_day }) => on_day === day);
  const next = entries.find(
    (entry) => entry.kind === "appointment" && entry.appointment.state === "booked",
  );

  /** Done at once, so that nobody books it meanwhile; taking it back opens it again. */
  function closeSlot(startsAt: string, endsAt: string) {
    close.mutate(
      { starts_at: startsAt, ends_at: endsAt, reason: "other" },
      {
        onSuccess: (closure) =>
          undoable({
            sentence: `Fermé ${atHour(startsAt, now)}`,
            commit: () => undefined,
            revert: () => reopen.mutate(closure.id),
          }),
      },
    );
  }

  function line(entry: DayEntry) {
    switch (entry.kind) {
      case "appointment":
        return (
          <DayAppointment
            appointment={entry.appointment}
            current={entry.key === next?.key}
            onAct={(act: AppointmentAct, onRefused) =>
              appointment.mutate(act, { onError: onRefused })
            }
          />
        );
      case "free":
        return (
          <div className={classes.line} data-quiet>
            <span className={classes.words}>libre</span>
            <Button
              variant="quiet"
              size="row"
              aria-label={`Donner ${hour(entry.at)}`}
              onClick={() => onGive(entry.slot, entry.opening)}
            >
              Donner
            </Button>
            <Button
              variant="quiet"
              size="row"
              aria-label={`Fermer ${hour(entry.at)}`}
              onClick={() => closeSlot(entry.slot.starts_at, entry.slot.ends_at)}
            >
              Fermer
            </Button>
          </div>
        );
      case "held": {
        const left = heldFor(entry.slot.held_until, now);
        return (
          <div className={classes.line}>
            <span className={classes.words}>
              <b className={classes.held}>Gardé pour quelqu’un</b>
              {left && <small>encore {left}</small>}
            </span>
          </div>
        );
      }
      case "closure":
        return (
          <button
            type="button"
            className={classes.line}
            data-tap
            onClick={() => onClosure(entry.closure)}
          >
            <span className={classes.words}>
              <b>{closureTitle(entry.closure)}</b>
              <small>
                {[untilWord(entry.closure, day), insideWord(entry.closure.appointments_inside)]
                  .filter(Boolean)
                  .join(", ")}
              </small>
            </span>
            <IconChevronRight size={18} stroke={1.75} aria-hidden="true" />
          </button>
        );
      case "elsewhere":
        return (
          <div className={classes.line}>
            <span className={classes.words}>
              <b>Occupé ailleurs</b>
              <small>
                {[untilWord(entry.busy, day), entry.busy.calendar_name].filter(Boolean).join(", ")}
              </small>
            </span>
          </div>
        );
      case "range":
        return (
          <button
            type="button"
            className={classes.line}
            data-tap
            onClick={() => onOpening(entry.occurrence)}
          >
            <span className={classes.words}>
              <b>Sans rendez-vous, jusqu’à {hour(entry.occurrence.ends_at)}</b>
              <small>{placesWord(entry.occurrence)}</small>
            </span>
            <IconChevronRight size={18} stroke={1.75} aria-hidden="true" />
          </button>
        );
    }
  }

  const noon = instantAt(day, "12:00");
  return (
    <section className={classes.root} aria-labelledby="jour">
      <div className={classes.head}>
        <h2 id="jour">{capital(month ? longDay(noon) : longDay(noon).split(" ", 2).join(" "))}</h2>
        {millis(instantAt(day, "23:59")) > now && (
          <Button
            variant="quiet"
            size="small"
            icon={<IconCalendarOff size={18} stroke={1.75} aria-hidden="true" />}
            onClick={onCloseTime}
          >
            Fermer du temps
          </Button>
        )}
        <p>
          {holiday && <b className={classes.holiday}>{holiday.name}, férié. </b>}
          {daySummary(entries)}
        </p>
      </div>
      {refused && (
        <div className={classes.problem}>
          <Refusal error={refused} />
        </div>
      )}
      {day === dayKey(now) && <FreeNow {...agenda} />}
      <ol className={classes.list}>
        {entries.map((entry) => (
          <li key={entry.key} data-current={entry.key === next?.key || undefined}>
            <time dateTime={entry.at}>{hour(entry.at)}</time>
            {line(entry)}
          </li>
        ))}
      </ol>
    </section>
  );
}

function untilWord({ ends_at }: Pick<Closure, "ends_at">, day: string): string {
  if (dayKey(ends_at) === day) return `jusqu’à ${hour(ends_at)}`;
  const last = dayKey(millis(ends_at) - 1);
  return last === day ? "jusqu’à la fin du jour" : `jusqu’au ${dayName(instantAt(last, "12:00"))}`;
}
