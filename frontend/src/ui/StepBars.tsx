import classes from "./StepBars.module.css";

type StepBarsProps<S> = {
  steps: readonly S[];
  /** The one on screen. */
  step: S;
};

/** How far one is, a bar for each step: those who do not see them are told by a sentence beside. */
export function StepBars<S extends string | number>({ steps, step }: StepBarsProps<S>) {
  const at = steps.indexOf(step);
  return (
    <div className={classes.root} aria-hidden="true">
      {steps.map((one, index) => (
        <i key={one} data-on={index <= at || undefined} />
      ))}
    </div>
  );
}
