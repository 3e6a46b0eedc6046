import { type ReactNode, useEffect, useRef } from "react";
import { Page } from "../../ui/Page";
import { CloseLink, StepBack } from "../../ui/PageBack";
import { StepBars } from "../../ui/StepBars";
import { STEPS, type Step } from "./steps";
import classes from "./Wizard.module.css";

type WizardFrameProps = {
  title: string;
  step: Step;
  /** Where the cross of the first step leads. */
  home: "/tableau" | "/deces";
  onBack: () => void;
  children: ReactNode;
};

/** The head of every step: where one is, and the way back. */
export function WizardFrame({ title, step, home, onBack, children }: WizardFrameProps) {
  const at = STEPS.indexOf(step);
  return (
    <Page
      title={title}
      focused
      column
      back={
        at === 0 ? (
          <CloseLink to={home} />
        ) : (
          <StepBack label="Revenir à l’étape précédente" onClick={onBack} />
        )
      }
      aside={
        <span className={classes.count}>
          <span className="visually-hidden">Étape </span>
          {at + 1} sur {STEPS.length}
        </span>
      }
    >
      <StepBars steps={STEPS} step={step} />
      {children}
    </Page>
  );
}

/** The question of a step: it takes the focus when its step begins, but not when the page does. */
export function StepTitle({ first = false, children }: { first?: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!first) heading.current?.focus();
  }, [first]);
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}
