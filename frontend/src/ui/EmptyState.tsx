import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

type EmptyStateProps = {
  /** What is empty: "Rien à répondre". */
  title: string;
  /** Why that is fine, or what to do. */
  children: ReactNode;
  action?: ReactNode;
  /** The calm thread, on the three first-level pages only. */
  drawing?: boolean;
  /** It is the whole page, so its title is the one of the page. */
  page?: boolean;
};

/** What is empty, why that is fine, and one thing to do. */
export function EmptyState({
  title,
  children,
  action,
  drawing = false,
  page = false,
}: EmptyStateProps) {
  const Title = page ? "h1" : "h2";
  return (
    <div className={classes.root}>
      {drawing && (
        <svg viewBox="0 0 200 48" width="200" height="48" fill="none" aria-hidden="true">
          <path
            d="M4 34c30 4 30-28 52-28s22 34 44 34 22-34 44-34 22 32 52 28"
            stroke="var(--mg-accent-line)"
            strokeWidth="3"
            strokeLinecap="round"
          />
          <circle
            cx="100"
            cy="40"
            r="6"
            fill="var(--mg-bg)"
            stroke="var(--mg-accent-icon)"
            strokeWidth="3.5"
          />
        </svg>
      )}
      <Title className={classes.title}>{title}</Title>
      <p className={classes.sentence}>{children}</p>
      {action}
    </div>
  );
}
