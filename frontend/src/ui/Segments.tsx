import { type ReactNode, useId } from "react";
import type { Option } from "./Choice";
import classes from "./Segments.module.css";

type SegmentsProps<V extends string> = {
  legend: ReactNode;
  /** The legend is read, not shown: for a filter above a list. */
  hideLegend?: boolean;
  options: readonly Option<V>[];
  /** null: a question that waits for its answer. */
  value: V | null;
  onChange: (value: V) => void;
  /** One sentence that says what to do. */
  error?: string | null;
  /** Where an error of the summary leads. */
  id?: string;
  /** As wide as what is around it, each option as wide as the others. */
  wide?: boolean;
};

/** Two or three options: a filter that always has one chosen, or a question. */
export function Segments<V extends string>(props: SegmentsProps<V>) {
  const { legend, hideLegend = false, options, value, onChange, error, wide } = props;
  const name = useId();
  return (
    <fieldset
      id={props.id}
      tabIndex={props.id ? -1 : undefined}
      className={classes.root}
      data-wide={wide || undefined}
      aria-describedby={error ? `${name}-error` : undefined}
    >
      <legend className={hideLegend ? "visually-hidden" : classes.legend}>{legend}</legend>
      <div className={classes.track}>
        {options.map((option) => (
          <label key={option.value} className={classes.segment}>
            <input
              type="radio"
              name={name}
              value={option.value}
              className="visually-hidden"
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
