import { type FormEvent, useState } from "react";
import type { Practice } from "../../api";
import { useServerNow } from "../../clock";
import { isProblem, problemFields, problemSentence } from "../../problems";
import { minuteOfDay, wallHour } from "../../time";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import { TimeField } from "../../ui/WallFields";
import { undoable } from "../../undo";
import { useDeleteOpening, useOpenUntil } from "./agenda";
import { practiceWord } from "./agenda-words";
import classes from "./Sheets.module.css";

const SHOWN = 4;
const SOONEST = 45;

/** The whole hours to come that leave time for somebody, `17:00`. */
export function hoursToCome(minute: number): string[] {
  const first = Math.ceil((minute + SOONEST) / 60);
  return Array.from({ length: SHOWN }, (_, index) => first + index)
    .filter((hour) => hour <= 24)
    .map((hour) => `${String(hour).padStart(2, "0")}:00`);
}

/** « Je suis libre jusqu'à 17:00 »: one tap, at the place and with the settings of last time. */
export function FreeUntilSheet({
  practices,
  onClose,
}: {
  practices: Practice[];
  onClose: () => void;
}) {
  const now = useServerNow();
  const [until, setUntil] = useState("");
  const [practiceId, setPracticeId] = useState("");
  const open = useOpenUntil();
  const remove = useDeleteOpening();
  const fields = problemFields(open.error);

  function free(time: string) {
    if (open.isPending) return;
    open.mutate(
      { until: time, ...(practiceId && { practice_id: practiceId }) },
      {
        onSuccess: ({ id, version }) => {
          undoable({
            sentence: `Libre jusqu’à ${wallHour(time)}`,
            commit: () => undefined,
            revert: () => remove.mutate({ id, version }),
          });
          onClose();
        },
      },
    );
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (until) free(until);
  }
  return (
    <Sheet title="Je suis libre jusqu’à…" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        {practices.length > 1 && (
          <SelectField
            label="Lieu"
            value={practiceId}
            empty="Comme la dernière fois"
            options={practices.map((practice) => ({
              value: practice.id,
              label: practiceWord(practice),
            }))}
            onChange={setPracticeId}
            error={fields.practice_id ? "Choisissez un lieu." : undefined}
          />
        )}
        <div className={classes.hours}>
          {hoursToCome(minuteOfDay(now)).map((time) => (
            <Button key={time} size="decision" variant="tint" onClick={() => free(time)}>
              {wallHour(time)}
            </Button>
          ))}
        </div>
        <div className={classes.beside}>
          <TimeField label="Autre heure" value={until} onChange={setUntil} />
          <Button type="submit" disabled={!until} busy={open.isPending && "Envoi…"}>
            Libre
          </Button>
        </div>
        <p className={classes.help}>
          Vos créneaux se prennent aussitôt, avec les réglages de votre dernière plage.
        </p>
        {open.error && (
          <Note tone="crit" alert>
            {refusedWord(open.error)}
          </Note>
        )}
      </form>
    </Sheet>
  );
}

function refusedWord(error: unknown): string {
  const fields = problemFields(error);
  if (isProblem(error) && fields.until) {
    return fields.until.includes("closed")
      ? "Vous êtes fermé à ce moment-là. Rouvrez d’abord."
      : "Il ne reste pas le temps d’un créneau. Choisissez une heure plus tardive.";
  }
  return fields.practice_id ? "Choisissez le lieu où vous êtes." : problemSentence(error);
}
