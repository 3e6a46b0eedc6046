import { type FormEvent, useState } from "react";
import type { AgendaOccurrence, Opening, Practice } from "../../api";
import { PROBLEM } from "../../problems";
import { dayKey } from "../../time";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { useChangeDay, useSaveOpening } from "./agenda";
import { WEEKDAYS } from "./agenda-words";
import { Ahead, Outside } from "./OpeningAhead";
import { OpeningRules } from "./OpeningRules";
import { OpeningWhat } from "./OpeningWhat";
import { OpeningWhen } from "./OpeningWhen";
import {
  emptyForm,
  formOf,
  inputOf,
  missing,
  type OpeningForm,
  type OpeningProblems,
  refusedFields,
} from "./opening-form";
import classes from "./Sheets.module.css";
import { sharedWords } from "./shared-words";

type OpeningSheetProps = {
  /** The occurrence that was tapped; null to open new time. */
  occurrence: AgendaOccurrence | null;
  day: string;
  /** Hours to start with, when they were drawn. */
  draft?: Pick<OpeningForm, "from" | "to">;
  practices: Practice[];
  ends: OpeningEnds;
  onClose: () => void;
};

/** The two ways to close what is open. */
export type OpeningEnds = {
  closeDay: (occurrence: AgendaOccurrence) => void;
  closeForGood: (opening: Opening) => void;
};

export type OpeningPartProps = {
  form: OpeningForm;
  set: (changed: Partial<OpeningForm>) => void;
  problems: OpeningProblems;
};

/** Opening some time, or changing what is open: one form for both. */
export function OpeningSheet(props: OpeningSheetProps) {
  const { occurrence, day, draft, practices, ends, onClose } = props;
  const [before, setBefore] = useState(occurrence?.opening ?? null);
  /** Saved, and to be told of what it does to others of the same hours. */
  const [shared, setShared] = useState<Opening | null>(null);
  const [form, setForm] = useState(() => ({
    ...(before ? formOf(before, day) : emptyForm(day, practices[0]?.id ?? "")),
    ...draft,
  }));
  const [found, setFound] = useState<OpeningProblems>({});
  const save = useSaveOpening(saved);
  const saveDay = useChangeDay(({ instead }) => (instead ? saved(instead) : onClose()));
  const error = save.error ?? saveDay.error;
  const refused = refusedFields(error);
  const problems = { ...refused, ...found };
  const sending = save.isPending || saveDay.isPending;

  function saved(opening: Opening) {
    if (opening.shares_time_with?.length) setShared(opening);
    else onClose();
  }
  function set(changed: Partial<OpeningForm>) {
    setForm((known) => ({ ...known, ...changed }));
    setFound({});
    save.reset();
    saveDay.reset();
  }
  function isWhole(): boolean {
    const empty = missing(form);
    setFound(empty);
    return !sending && Object.keys(empty).length === 0;
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isWhole()) return;
    save.mutate({
      id: before?.id ?? null,
      version: before?.version ?? 0,
      body: inputOf(form, before),
    });
  }
  if (shared) {
    return (
      <Sheet title="Enregistré, avec d’autres plages aux mêmes heures" onClose={onClose}>
        <div className={classes.form}>
          <Note tone="warn" alert>
            {sharedWords(shared).map((words) => (
              <p key={words}>{words}</p>
            ))}
          </Note>
          <Button variant="filled" size="decision" wide onClick={onClose}>
            C’est bien cela
          </Button>
          <Button
            wide
            onClick={() => {
              setBefore(shared);
              setForm((known) => ({ ...known, ...formOf(shared, day) }));
              setShared(null);
            }}
          >
            Changer les heures
          </Button>
        </div>
      </Sheet>
    );
  }
  return (
    <Sheet title={before ? "Changer la plage" : "Ouvrir du temps"} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <OpeningWhen form={form} set={set} problems={problems} practices={practices} />
        <OpeningWhat form={form} set={set} problems={problems} />
        <OpeningRules form={form} set={set} problems={problems} />
        {before && (
          <Outside
            of={before}
            body={Object.keys(missing(form)).length === 0 ? inputOf(form, before) : null}
          />
        )}
        <Refusal typed error={!refused && error} />
        {Object.values(problems).some(Boolean) && (
          <Note tone="crit" alert>
            {PROBLEM.invalid_input}
          </Note>
        )}
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={save.isPending && "Envoi…"}
        >
          {before ? "Enregistrer" : "Ouvrir"}
        </Button>
        {occurrence &&
          before?.id === occurrence.opening.id &&
          form.repeat !== "once" &&
          before.weekday !== null && (
            <Button
              wide
              busy={saveDay.isPending && "Envoi…"}
              onClick={() =>
                isWhole() &&
                saveDay.mutate({
                  id: occurrence.opening.id,
                  version: before.version,
                  on_day: dayKey(occurrence.starts_at),
                  instead: onDay(form, occurrence),
                })
              }
            >
              Changer ce jour seulement
            </Button>
          )}
      </form>
      {occurrence && before?.version === occurrence.opening.version && (
        <Ends occurrence={occurrence} ends={ends} />
      )}
    </Sheet>
  );
}

/** What stands on that day instead: the form without its recurrence. */
function onDay(form: OpeningForm, { opening, starts_at }: AgendaOccurrence) {
  return inputOf({ ...form, repeat: "once", on_day: dayKey(starts_at) }, opening);
}

/** Closing this day only, or for good. Both can be taken back for eight seconds. */
function Ends({ occurrence, ends }: { occurrence: AgendaOccurrence; ends: OpeningEnds }) {
  const { opening } = occurrence;
  return (
    <div className={classes.form}>
      <Ahead of={opening} />
      <div className={classes.ends}>
        {opening.weekday !== null && (
          <Button wide onClick={() => ends.closeDay(occurrence)}>
            Fermer ce jour seulement
          </Button>
        )}
        <Button wide onClick={() => ends.closeForGood(opening)}>
          {lastWord(opening)}
        </Button>
      </div>
    </div>
  );
}

function lastWord({ weekday, every_weeks, nth_of_month }: Opening): string {
  const each = every_weeks === 1 && nth_of_month.length === 0;
  if (weekday === null || !each) return "Fermer cette plage";
  return `Fermer tous les ${WEEKDAYS[weekday - 1]}s`;
}
