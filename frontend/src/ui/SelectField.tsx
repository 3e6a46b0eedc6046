import { IconAlertCircle } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import classes from "./Field.module.css";
import own from "./SelectField.module.css";

type SelectFieldProps<V extends string> = {
  label: ReactNode;
  value: V | "";
  options: readonly { value: V; label: string }[];
  onChange: (value: V | "") => void;
  /** The first line, when nothing is chosen: "Choisir". */
  empty?: string;
  help?: ReactNode;
  error?: string | null;
  id?: string;
  optional?: boolean;
};

/** One of a list: the browser's own, which is the wheel of a phone and the keyboard of a desk. */
export function SelectField<V extends string>(props: SelectFieldProps<V>) {
  const { label, value, options, onChange, empty, help, error, optional } = props;
  const made = useId();
  const id = props.id ?? made;
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={own.root}>
      <label htmlFor={id} className={classes.label}>
        {label}
        {optional && <span className={classes.optional}> facultatif</span>}
      </label>
      <select
        id={id}
        className={own.select}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        onChange={(event) => onChange(event.currentTarget.value as V | "")}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {help && (
        <p id={`${id}-help`} className={classes.help}>
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={classes.error}>
          <span className={classes.sentence}>
            <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
            {error}
          </span>
        </p>
      )}
    </div>
  );
}
