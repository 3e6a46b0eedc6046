import { type FormEvent, useState } from "react";
import type { WeeklyHours } from "../../api";
import { problemFields } from "../../problems";
import { Button } from "../../ui/Button";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { WeekFields } from "../../ui/WeekFields";
import { type Faults, faultsOfWeek, weekHours, weekOf } from "../../ui/week-form";
import classes from "./HoursSheet.module.css";
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
  const [week, setWeek] = useState(() => weekOf(known));
  const [tried, setTried] = useState(false);
  const refused = ofThePlace(problemFields(write.error));
  const faults = { ...refused, ...(tried ? faultsOfWeek(week) : {}) };

  function save(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (write.isPending || Object.keys(faultsOfWeek(week)).length > 0) return;
    onSave(weekHours(week));
  }
  return (
    <Sheet title="Horaires" onClose={onClose}>
      <form className={classes.root} onSubmit={save} noValidate>
        <p className={classes.place}>
          {place}. Vos confrères les lisent&nbsp;; vos créneaux se règlent dans l’agenda.
        </p>
        <WeekFields
          week={week}
          faults={faults}
          onChange={(changed) => {
            setWeek(changed);
            write.reset();
          }}
        />
        <Refusal typed error={Object.keys(refused).length === 0 && write.error} />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={write.isPending && "Envoi…"}
        >
          Enregistrer les horaires
        </Button>
      </form>
    </Sheet>
  );
}

/** `places.0.hours.2.to_time`, of the one place that was sent, is `hours.2.to_time` here. */
function ofThePlace(faults: Faults): Faults {
  return Object.fromEntries(
    Object.entries(faults).map(([at, said]) => [at.replace(/^places\.0\./, ""), said]),
  );
}
