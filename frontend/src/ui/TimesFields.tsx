import { IconPlus, IconTrash } from "@tabler/icons-react";
import { Button } from "./Button";
import { TimeField } from "./WallFields";
import classes from "./WeekFields.module.css";
import { emptyLine, type Faults, type Line } from "./week-form";

type TimesFieldsProps = {
  /** What day, to name the buttons: "lundi". */
  of: string;
  lines: Line[];
  /** Where these hours are pointed at: `hours.2`, of which the number is that of the first line. */
  at: { path: string; first: number };
  faults: Faults;
  onChange: (lines: Line[]) => void;
};

/** The hours of one day: none is closed. */
export function TimesFields({ of, lines, at, faults, onChange }: TimesFieldsProps) {
  const set = (id: string, changed: Partial<Line>) =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...changed } : line)));
  return (
    <div className={classes.times}>
      {lines.map((line, index) => {
        const where = `${at.path}.${at.first + index}`;
        return (
          <fieldset key={line.id} className={classes.band}>
            <legend className="visually-hidden">
              {of}, plage {index + 1}
            </legend>
            <TimeField
              label="De"
              value={line.from}
              onChange={(from) => set(line.id, { from })}
              error={faults[`${where}.from_time`]}
            />
            <TimeField
              label="À"
              value={line.to}
              onChange={(to) => set(line.id, { to })}
              error={faults[`${where}.to_time`]}
            />
            <Button
              variant="quiet"
              aria-label={`Retirer ${of}, plage ${index + 1}`}
              icon={<IconTrash size={18} stroke={1.75} aria-hidden="true" />}
              onClick={() => onChange(lines.filter(({ id }) => id !== line.id))}
            />
          </fieldset>
        );
      })}
      <Button
        size="small"
        variant="quiet"
        icon={<IconPlus size={16} stroke={1.75} aria-hidden="true" />}
        aria-label={`Ajouter des heures, ${of}`}
        onClick={() => onChange([...lines, emptyLine()])}
      >
        Ajouter des heures
      </Button>
    </div>
  );
}
