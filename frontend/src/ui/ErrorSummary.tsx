import { useEffect, useRef } from "react";
import classes from "./ErrorSummary.module.css";

export type FieldProblem = { fieldId: string; sentence: string };

/** All that must be corrected, named once after a submission; takes the focus, and leads to each field. */
export function ErrorSummary({ problems }: { problems: FieldProblem[] }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problems.length > 0) root.current?.focus();
  }, [problems]);
  if (problems.length === 0) return null;
  return (
    <div ref={root} className={classes.root} role="alert" tabIndex={-1}>
      <p>
        {problems.length === 1
          ? "Un champ est à reprendre"
          : `${problems.length} champs à reprendre`}
      </p>
      <ul>
        {problems.map((problem) => (
          <li key={problem.fieldId}>
            <a
              href={`#${problem.fieldId}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(problem.fieldId)?.focus();
              }}
            >
              {problem.sentence}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
