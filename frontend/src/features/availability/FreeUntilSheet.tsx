import { type FormEvent, useState } from "react";
import type { Opening, Practice } from "../../api";
import { useServerNow } from "../../clock";
import { problemFields } from "../../problems";
import { minuteOfDay, wallHour } from "../../time";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import { TimeField } from "../../ui/WallFields";
import { practiceWord } from "./agenda-words";
import { hoursToCome, refusedWord, useFreeUntil } from "./free-until";
import classes from "./Sheets.module.css";

/** « Je suis libre jusqu'à… » another hour than the usual one, or at another place than last time. */
export function FreeUntilSheet({
  running,
  practices,
  onClose,
}: {
  /** What one opened so already, which another hour takes the place of. */
  running: Opening | null;
  practices: Practice[];
  onClose: () => void;
}) {
  const now = useServerNow();
  const [until, setUntil] = useState("");
  const [practiceId, setPracticeId] = useState("");
  const { open, free, stop, stopping, error } = useFreeUntil(running);
  const fields = problemFields(open.error);

  const say = (time: string) => free(time, { practiceId, onDone: onClose });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (until) say(until);
  }
  return (
    <Sheet title="Je suis libre jusqu’à…" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        {running && (
          <>
            <Note>
              Vous êtes libre jusqu’à {wallHour(running.to_time)}. Une autre heure remplace
              celle-ci.
            </Note>
            <Button wide busy={stopping && "Envoi…"} onClick={() => stop(running, onClose)}>
              Arrêter
            </Button>
          </>
        )}
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
            <Button key={time} size="decision" variant="tint" onClick={() => say(time)}>
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
        {error && (
          <Note tone="crit" alert>
            {refusedWord(error)}
          </Note>
        )}
      </form>
    </Sheet>
  );
}
