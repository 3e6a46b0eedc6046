import type { ReactNode } from "react";
import { FilterChip } from "../../ui/FilterChip";
import classes from "./Sheets.module.css";

type SeveralProps<V extends string> = {
  legend: string;
  words: Record<V, string>;
  chosen: readonly V[];
  onChange: (chosen: V[]) => void;
  error?: string;
  /** What none of them means. */
  children?: ReactNode;
};

/** Any of some words, each on or off. */
export function Several<V extends string>(props: SeveralProps<V>) {
  const { legend, words, chosen, onChange, error, children } = props;
  return (
    <fieldset className={classes.chips}>
      <legend>{legend}</legend>
      <div>
        {(Object.keys(words) as V[]).map((value) => (
          <FilterChip
            key={value}
            on={chosen.includes(value)}
            onChange={(on) =>
              onChange(on ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          >
            {words[value]}
          </FilterChip>
        ))}
      </div>
      {children && <p className={classes.help}>{children}</p>}
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}
