import type { NthOfMonth, Practice } from "../../api";
import { capital } from "../../figures";
import { SelectField } from "../../ui/SelectField";
import { Switch } from "../../ui/Switch";
import { DayField, TimeField } from "../../ui/WallFields";
import { NTH_OF_MONTH, practiceWord, WEEKDAYS } from "./agenda-words";
import type { OpeningPartProps } from "./OpeningSheet";
import type { Repeat } from "./opening-form";
import { Several } from "./Several";
import classes from "./Sheets.module.css";

const DAYS = WEEKDAYS.map((name, index) => ({ value: String(index + 1), label: capital(name) }));

const REPEATS: { value: Repeat; label: string }[] = [
  { value: "weekly", label: "Chaque semaine" },
  { value: "fortnightly", label: "Une semaine sur deux" },
  { value: "monthly", label: "Certaines semaines du mois" },
  { value: "once", label: "Un seul jour" },
];

type OpeningWhenProps = OpeningPartProps & { practices: Practice[] };

/** Where, which days and which hours of the wall clock. */
export function OpeningWhen({ form, set, problems, practices }: OpeningWhenProps) {
  const recurring = form.repeat !== "once";
  return (
    <>
      {practices.length > 1 && (
        <SelectField
          label="Lieu"
          value={form.practice_id}
          options={practices.map((practice) => ({
            value: practice.id,
            label: practiceWord(practice),
          }))}
          onChange={(practice_id) => set({ practice_id })}
          error={problems.practice_id}
        />
      )}
      <SelectField
        label="Répétition"
        value={form.repeat}
        options={REPEATS}
        onChange={(repeat) => repeat && set({ repeat })}
      />
      {recurring ? (
        <SelectField
          label="Jour"
          value={String(form.weekday)}
          options={DAYS}
          onChange={(weekday) => weekday && set({ weekday: Number(weekday) })}
          error={problems.weekday}
        />
      ) : (
        <DayField
          label="Jour"
          value={form.on_day}
          onChange={(on_day) => set({ on_day })}
          error={problems.on_day}
        />
      )}
      {form.repeat === "monthly" && (
        <Several<NthOfMonth>
          legend="Lesquels du mois"
          words={NTH_OF_MONTH}
          chosen={form.nth}
          onChange={(nth) => set({ nth })}
          error={problems.nth_of_month}
        />
      )}
      <div className={classes.pair}>
        <TimeField
          label="De"
          value={form.from}
          onChange={(from) => set({ from })}
          error={problems.from_time}
        />
        <TimeField
          label="À"
          value={form.to}
          onChange={(to) => set({ to })}
          error={problems.to_time}
        />
      </div>
      {recurring && (
        <>
          <div className={classes.pair}>
            <DayField
              label="Premier jour"
              optional
              value={form.valid_from}
              onChange={(valid_from) => set({ valid_from })}
              help={form.repeat === "fortnightly" ? "Sa semaine est la première." : undefined}
              error={problems.valid_from}
            />
            <DayField
              label="Dernier jour"
              optional
              value={form.valid_to}
              onChange={(valid_to) => set({ valid_to })}
              error={problems.valid_to}
            />
          </div>
          <Switch checked={form.on_holidays} onChange={(on_holidays) => set({ on_holidays })}>
            Ouvert aussi les jours fériés
          </Switch>
        </>
      )}
    </>
  );
}
