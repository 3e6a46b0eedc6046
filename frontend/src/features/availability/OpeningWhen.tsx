import type { Practice } from "../../api";
import { Segments } from "../../ui/Segments";
import { SelectField } from "../../ui/SelectField";
import { DayField, TimeField } from "../../ui/WallFields";
import { everyWeekday, WEEKDAYS } from "./agenda-words";
import type { OpeningPartProps } from "./OpeningSheet";
import classes from "./Sheets.module.css";

const DAYS = WEEKDAYS.map((_, index) => ({
  value: String(index + 1),
  label: everyWeekday(index + 1),
}));

const REPEATS = [
  { value: "weekly", label: "Chaque semaine" },
  { value: "once", label: "Un seul jour" },
] as const;

type OpeningWhenProps = OpeningPartProps & { practices: Practice[] };

/** Where, which days and which hours of the wall clock. */
export function OpeningWhen({ form, set, problems, practices }: OpeningWhenProps) {
  const weekly = form.repeat === "weekly";
  return (
    <>
      {practices.length > 1 && (
        <SelectField
          label="Lieu"
          value={form.practice_id}
          options={practices.map(({ id, name, address_line, commune_name }) => ({
            value: id,
            label: name ?? address_line ?? commune_name,
          }))}
          onChange={(practice_id) => set({ practice_id })}
          error={problems.practice_id}
        />
      )}
      <Segments
        legend="Répétition"
        hideLegend
        options={REPEATS}
        value={form.repeat}
        onChange={(repeat) => set({ repeat })}
      />
      {weekly ? (
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
      {weekly && (
        <DayField
          label="Dernier jour"
          optional
          value={form.valid_to}
          onChange={(valid_to) => set({ valid_to })}
          error={problems.valid_to}
        />
      )}
    </>
  );
}
