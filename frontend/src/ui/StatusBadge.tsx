import { type LifecycleName, type LifecycleStates, type StatusValues, statusWord } from "../words";
import classes from "./StatusBadge.module.css";
import { StatusShape, TONE } from "./StatusShape";

type StatusBadgeProps<L extends LifecycleName> = {
  lifecycle: L;
  state: LifecycleStates[L];
  /** What completes the words: the hour of the appointment, the minutes a slot is kept. */
  values?: StatusValues;
  /** On a tint with a border: once a page, in its header. */
  fill?: boolean;
};

/** A status: a shape, a word and a colour, in that order of importance. */
export function StatusBadge<L extends LifecycleName>(props: StatusBadgeProps<L>) {
  const { shape, word } = statusWord(props.lifecycle, props.state, props.values);
  return (
    <span className={classes.root} data-fill={props.fill || undefined} data-tone={TONE[shape]}>
      <StatusShape shape={shape} />
      {word}
    </span>
  );
}
