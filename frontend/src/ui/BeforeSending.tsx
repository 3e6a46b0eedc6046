import { IconClockCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./BeforeSending.module.css";
import { Note } from "./Note";
import { Skeletons } from "./Skeletons";
import { Thread, type ThreadEntry } from "./Thread";

export type SendingPlan = {
  /** The anonymous card, exactly as others will see it. */
  title: string;
  facts: string[];
  /** The waves with their hours, from the API's dry run. */
  steps: ThreadEntry[];
  /** "Sans réponse, la coordination vous appelle avant 12:18." */
  promise: ReactNode;
};

/** Beside the form: what the professionals will see, and what will happen. Never computed here. */
export function BeforeSending({ plan }: { plan: SendingPlan | "loading" | "incomplete" }) {
  if (plan === "loading") return <Skeletons shape="thread" count={4} />;
  if (plan === "incomplete") {
    return (
      <p className={classes.hint}>
        Ce que verront les professionnels, et ce qui va se passer, s’affichent ici dès que le besoin
        est dit.
      </p>
    );
  }
  return (
    <div className={classes.root}>
      <section>
        <h2>Ce que verront les professionnels</h2>
        <p className={classes.hint}>Avant d’accepter&nbsp;: ni nom, ni adresse, ni note.</p>
        <div className={classes.card}>
          <p className={classes.title}>{plan.title}</p>
          {plan.facts.map((fact) => (
            <p key={fact}>{fact}</p>
          ))}
        </div>
      </section>
      <section className={classes.plan}>
        <h2>Ce qui va se passer</h2>
        <Thread label="Ce qui va se passer" entries={plan.steps} times="wide" />
      </section>
      <Note tone="accent" icon={<IconClockCheck size={20} stroke={1.75} aria-hidden="true" />}>
        {plan.promise}
      </Note>
    </div>
  );
}
