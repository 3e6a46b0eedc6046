import { IconPlus } from "@tabler/icons-react";
import { Button } from "./Button";
import { Segments } from "./Segments";
import { TimesFields } from "./TimesFields";
import { DayField } from "./WallFields";
import classes from "./WeekFields.module.css";
import { type DifferentDays, emptyLine, type Faults } from "./week-form";

const OPEN = [
  { value: "closed", label: "Fermé" },
  { value: "open", label: "Ouvert" },
] as const;

type DifferentDaysFieldsProps = {
  different: DifferentDays[];
  faults: Faults;
  onChange: (different: DifferentDays[]) => void;
};

/** Days whose hours are others than those of the week: closed, or open at their own. */
export function DifferentDaysFields({ different, faults, onChange }: DifferentDaysFieldsProps) {
  const set = (id: string, changed: Partial<DifferentDays>) =>
    onChange(different.map((one) => (one.id === id ? { ...one, ...changed } : one)));
  return (
    <>
      {different.map((one, at) => (
        <fieldset key={one.id} className={classes.different}>
          <legend className="visually-hidden">Jours différents, {at + 1}</legend>
          <div className={classes.pair}>
            <DayField
              label="Du"
              value={one.from}
              onChange={(from) => set(one.id, { from })}
              error={faults[`exceptions.${at}.from_day`]}
            />
            <DayField
              label="Au"
              value={one.to}
              onChange={(to) => set(one.id, { to })}
              error={faults[`exceptions.${at}.to_day`]}
            />
          </div>
          <Segments
            legend="Ces jours-là"
            options={OPEN}
            value={one.lines.length > 0 ? "open" : "closed"}
            onChange={(value) => set(one.id, { lines: value === "open" ? [emptyLine()] : [] })}
          />
          {one.lines.length > 0 && (
            <TimesFields
              of={`jours différents, ${at + 1}`}
              lines={one.lines}
              at={{ path: `exceptions.${at}.spans`, first: 0 }}
              faults={faults}
              onChange={(lines) => set(one.id, { lines })}
            />
          )}
          <Button
            size="small"
            onClick={() => onChange(different.filter(({ id }) => id !== one.id))}
          >
            Retirer ces jours
          </Button>
        </fieldset>
      ))}
      <Button
        icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />}
        onClick={() =>
          onChange([...different, { id: crypto.randomUUID(), from: "", to: "", lines: [] }])
        }
      >
        Ajouter des jours
      </Button>
    </>
  );
}
