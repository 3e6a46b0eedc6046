import { type ReactNode, useId } from "react";
import classes from "./Choice.module.css";

export type Option<V extends string> = { value: V; label: ReactNode };

type ChoiceProps<V extends string> = {
  legend: ReactNode;
  options: readonly Option<V>[];
  value: V | null;
  onChange: (value: V) => void;
  /** `cards`: two to four options to read. `chips`: four to nine short words. */
  look?: "cards" | "chips";
  error?: string | null;
  /** Where an error of the summary leads. */
  id?: string;
};

/** One of a few: the browser's own radio buttons, so arrows and screen readers work as everywhere. */
export function Choice<V extends string>(props: ChoiceProps<V>) {
  const { legend, options, value, onChange, look = "cards", error } = props;
  const name = useId();
  return (
    <fieldset
      id={props.id}
      tabIndex={props.id ? -1 : undefined}
      className={classes.root}
      aria-describedby={error ? `${name}-error` : undefined}
    >
      <legend className={classes.legend}>{legend}</legend>
      <div className={classes.options}>
        {options.map((option) => (
          <label key={option.value} className={classes[look]}>
            <input
              type="radio"
              name={name}
              value={option.value}
              className={look === "chips" ? "visually-hidden" : classes.mark}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${name}-error`} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

type CheckProps = { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode };

/** One thing said or not: "La personne est informée et d’accord". */
export function Check({ checked, onChange, children }: CheckProps) {
  return (
    <label className={classes.cards}>
      <input
        type="checkbox"
        className={classes.mark}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {children}
    </label>
  );
}
