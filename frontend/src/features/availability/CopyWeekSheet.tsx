import { type FormEvent, useState } from "react";
import type { CopyObstacle, CopyObstacleCause, WeekCopy } from "../../api";
import { problemFields } from "../../problems";
import { addDays, dayRange, instantAt, longDay, mondayOf } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import { DayField } from "../../ui/WallFields";
import { useCopyWeek } from "./agenda";
import classes from "./Sheets.module.css";

const CAUSE: Record<CopyObstacleCause, string> = {
  past: "ce serait déjà passé",
  hour_skipped: "cette heure n’existe pas, l’heure change cette nuit-là",
  open_elsewhere: "vous êtes déjà ouvert dans un autre lieu",
};

const WEEKS = [1, 2, 3, 4, 6, 8, 12, 26].map((weeks) => ({
  value: String(weeks),
  label: weeks === 1 ? "1 semaine" : `${weeks} semaines`,
}));

const RHYTHM = [
  { value: "1", label: "Chaque semaine" },
  { value: "2", label: "Une sur deux" },
];

function weekWord(day: string): string {
  const monday = mondayOf(day);
  return dayRange(instantAt(monday, "12:00"), instantAt(addDays(monday, 6), "12:00"));
}

/** `Copié : 3 plages et 1 fermeture`; what was there already is not made twice. */
export function copiedWord({ openings, changed, closures, already_there }: WeekCopy): string {
  const made = openings.length + changed.length;
  const parts = [
    made > 0 && `${made} ${made > 1 ? "plages" : "plage"}`,
    closures.length > 0 && `${closures.length} ${closures.length > 1 ? "fermetures" : "fermeture"}`,
  ].filter(Boolean);
  if (parts.length > 0) return `Copié\u00a0: ${parts.join(" et ")}`;
  return already_there > 0 ? "Tout y était déjà" : "Rien de particulier à copier";
}

/** Copies what is particular to a week onto others: all of it, or nothing and the reasons. */
export function CopyWeekSheet({ day, onClose }: { day: string; onClose: () => void }) {
  const [to, setTo] = useState(addDays(mondayOf(day), 7));
  const [weeks, setWeeks] = useState("1");
  const [rhythm, setRhythm] = useState("1");
  const copy = useCopyWeek();
  const obstacles = copy.data?.copied === false ? copy.data.obstacles : [];

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!to || copy.isPending) return;
    copy.mutate(
      { from_on: day, to_on: to, weeks: Number(weeks), every_weeks: Number(rhythm) },
      {
        onSuccess: (answer) => {
          if (!answer.copied) return;
          announce(copiedWord(answer));
          onClose();
        },
      },
    );
  }
  return (
    <Sheet title="Copier la semaine" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <p className={classes.help}>
          Du {weekWord(day)}&nbsp;: plages d’un seul jour, jours changés, fermetures, et plages
          d’une semaine sur deux ou du mois quand ce n’est pas leur tour. Les plages de chaque
          semaine se répètent déjà&nbsp;; congés et «&nbsp;libre jusqu’à&nbsp;» ne se copient pas.
        </p>
        <DayField
          label="Vers la semaine du"
          value={to}
          onChange={setTo}
          error={
            problemFields(copy.error).to_on ? "Choisissez une autre semaine, à venir." : undefined
          }
        />
        <div className={classes.pair}>
          <SelectField label="Pendant" value={weeks} options={WEEKS} onChange={setWeeks} />
          <SelectField label="Rythme" value={rhythm} options={RHYTHM} onChange={setRhythm} />
        </div>
        <Refusal error={copy.error} />
        {obstacles.length > 0 && <Obstacles obstacles={obstacles} />}
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          disabled={!to}
          busy={copy.isPending && "Envoi…"}
        >
          Copier
        </Button>
      </form>
    </Sheet>
  );
}

function Obstacles({ obstacles }: { obstacles: CopyObstacle[] }) {
  return (
    <Note tone="crit" alert>
      Rien n’a été copié.
      <ul className={classes.reasons}>
        {obstacles.map(({ on_day, cause, opening_id, closure_id }) => (
          <li key={`${opening_id}-${closure_id}-${on_day}`}>
            {longDay(instantAt(on_day, "12:00"))}&nbsp;: {CAUSE[cause]}
          </li>
        ))}
      </ul>
    </Note>
  );
}
