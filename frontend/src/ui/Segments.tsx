import { useId } from "react";
import type { Option } from "./Choice";
import classes from "./Segments.module.css";

type SegmentsProps<V extends string> = {
  legend: string;
  /** The legend is read, not shown: for a filter above a list. */
  hideLegend?: boolean;
  options: readonly Option<V>[];
  value: V;
  onChange: (value: V) => void;
};

/** Two or three options, one of them always chosen. */
export function Segments<V extends string>(props: SegmentsProps<V>) {
  const { legend, hideLegend = false, options, value, onChange } = props;
  const name = useId();
  return (
    <fieldset className={classes.root}>
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
    </fieldset>
  );
}
