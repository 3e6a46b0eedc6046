import { TextField } from "../../ui/Field";
import { SelectField } from "../../ui/SelectField";
import type { OpeningPartProps } from "./OpeningSheet";
import classes from "./Sheets.module.css";

const MINUTES_OF_A_DAY = 1440;
const STEPS = [5, 10, 15, 20, 30, 40, 45, 60, 90, 120];
const BUFFERS = [0, 5, 10, 15, 20, 30, 45, 60];
const NOTICES = [0, 15, 30, 60, 120, 240, MINUTES_OF_A_DAY];
const AHEAD = [1, 2, 3, 7, 14, 30];

/** What is said here: a refusal of one of these must be seen. */
const FIELDS = ["step_minutes", "min_delay_minutes", "max_delay_days", "quota_per_day"] as const;

/** The usual numbers, and the one that stands when it is none of them. */
function options(usual: number[], current: string, word: (value: number) => string) {
  const all = new Set(current === "" ? usual : [...usual, Number(current)]);
  return [...all]
    .sort((a, b) => a - b)
    .map((value) => ({ value: String(value), label: word(value) }));
}

function minutesWord(minutes: number): string {
  if (minutes === 0) return "Aucun";
  if (minutes % MINUTES_OF_A_DAY === 0) {
    const days = minutes / MINUTES_OF_A_DAY;
    return days === 1 ? "La veille" : `${days}\u00a0jours`;
  }
  return minutes % 60 === 0 ? `${minutes / 60}\u00a0h` : `${minutes}\u00a0min`;
}

function pauseWord(minutes: number): string {
  return minutes === 0 ? "Aucune" : minutesWord(minutes);
}

function daysWord(days: number): string {
  return days === 1 ? "1\u00a0jour" : `${days}\u00a0jours`;
}

/** How close together, how soon, how far ahead and how many a day: rarely touched, so folded away. */
export function OpeningRules({ form, set, problems }: OpeningPartProps) {
  const range = form.kind === "range";
  return (
    <details className={classes.more} open={FIELDS.some((name) => problems[name]) || undefined}>
      <summary>Délais, pauses et quota</summary>
      <div>
        {!range && (
          <SelectField
            label="Un créneau toutes les"
            value={form.step}
            empty="À la suite"
            options={options(STEPS, form.step, minutesWord)}
            onChange={(step) => set({ step })}
            error={problems.step_minutes}
          />
        )}
        <div className={classes.pair}>
          <SelectField
            label="Pause avant"
            value={form.before}
            options={options(BUFFERS, form.before, pauseWord)}
            onChange={(before) => before && set({ before })}
          />
          <SelectField
            label="Pause après"
            value={form.after}
            options={options(BUFFERS, form.after, pauseWord)}
            onChange={(after) => after && set({ after })}
          />
        </div>
        <div className={classes.pair}>
          <SelectField
            label="Délai minimal"
            value={form.notice}
            empty="Comme la CPTS"
            options={options(NOTICES, form.notice, minutesWord)}
            onChange={(notice) => set({ notice })}
            error={problems.min_delay_minutes}
          />
          <SelectField
            label="Au plus tard dans"
            value={form.ahead}
            empty="Comme la CPTS"
            options={options(AHEAD, form.ahead, daysWord)}
            onChange={(ahead) => set({ ahead })}
            error={problems.max_delay_days}
          />
        </div>
        {!range && (
          <TextField
            kind="numeric"
            label="Rendez-vous par jour, au plus"
            optional
            value={form.quota}
            onChange={(quota) => set({ quota })}
            help="Au-delà, les créneaux libres de cette plage ne se prennent plus ce jour-là."
            error={problems.quota_per_day}
          />
        )}
      </div>
    </details>
  );
}
