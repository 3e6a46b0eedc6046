import { IconPlus, IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { WeeklyHours } from "../../api";
import { problemSentence } from "../../problems";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Sheet } from "../../ui/Sheet";
import { TimeField } from "../../ui/WallFields";
import classes from "./HoursSheet.module.css";
import { type Band, bandError, hoursOf, likeMonday, nextKey, WEEKDAYS } from "./hours-draft";
import type { usePageChange } from "./membership";

type HoursSheetProps = {
  place: string;
  known: WeeklyHours[];
  write: ReturnType<typeof usePageChange>;
  onSave: (hours: WeeklyHours[]) => void;
  onClose: () => void;
};

/** When a place is open, day by day: what colleagues read, not what can be booked. */
export function HoursSheet({ place, known, write, onSave, onClose }: HoursSheetProps) {
  const [bands, setBands] = useState<Band[]>(() => known.map((one, key) => ({ ...one, key })));
  const hours = hoursOf(bands);
  const put = (key: number, change: Partial<WeeklyHours>) =>
    setBands((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const add = (weekday: number) =>
    setBands((all) => [...all, { weekday, from_time: "", to_time: "", key: nextKey(all) }]);

  function save(event: FormEvent) {
    event.preventDefault();
    if (hours && !write.isPending) onSave(hours);
  }
  return (
    <Sheet title="Horaires" onClose={onClose}>
      <form className={classes.root} onSubmit={save} noValidate>
        <p className={classes.place}>
          {place}. Vos confrères les lisent&nbsp;; vos créneaux se règlent dans l’agenda.
        </p>
        {WEEKDAYS.map((name, at) => (
          <fieldset key={name} className={classes.day}>
            <legend>{name}</legend>
            {bands
              .filter((band) => band.weekday === at + 1)
              .map((band) => (
                <div key={band.key} className={classes.band}>
                  <TimeField
                    label={<Named day={name}>De</Named>}
                    value={band.from_time}
                    onChange={(from_time) => put(band.key, { from_time })}
                  />
                  <TimeField
                    label={<Named day={name}>À</Named>}
                    value={band.to_time}
                    onChange={(to_time) => put(band.key, { to_time })}
                    error={bandError(band, bands)}
                  />
                  <Button
                    size="small"
                    variant="quiet"
                    aria-label={`Retirer ces heures, ${name.toLowerCase()}`}
                    icon={<IconX size={18} stroke={1.75} aria-hidden="true" />}
                    onClick={() => setBands((all) => all.filter(({ key }) => key !== band.key))}
                  />
                </div>
              ))}
            <div className={classes.acts}>
              <Button
                size="small"
                variant="quiet"
                aria-label={`Ajouter des heures, ${name.toLowerCase()}`}
                icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />}
                onClick={() => add(at + 1)}
              >
                Ajouter
              </Button>
              {at === 0 && bands.some((band) => band.weekday === 1) && (
                <Button size="small" onClick={() => setBands(likeMonday)}>
                  Pareil jusqu’à vendredi
                </Button>
              )}
            </div>
          </fieldset>
        ))}
        {write.error && (
          <Note tone="crit" alert>
            {problemSentence(write.error)}
          </Note>
        )}
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          disabled={hours === null}
          busy={write.isPending && "Envoi…"}
        >
          Enregistrer les horaires
        </Button>
      </form>
    </Sheet>
  );
}

/** "De" for the eye, "De, lundi" for who does not see the line that it stands in. */
function Named({ day, children }: { day: string; children: string }) {
  return (
    <>
      {children}
      <span className="visually-hidden">, {day.toLowerCase()}</span>
    </>
  );
}
