import { IconArrowLeft, IconX } from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import classes from "./PageBack.module.css";

/** The cross of a page that one may leave as it is. */
export function CloseLink({ to }: { to: LinkProps["to"] }) {
  return (
    <Link to={to} className={classes.root} aria-label="Fermer">
      <IconX size={22} stroke={1.75} aria-hidden="true" />
    </Link>
  );
}

type StepBackProps = {
  label: string;
  /** For a page that hides it on some screens. */
  className?: string;
  onClick: () => void;
};

/** The arrow to the step before, on the same page. */
export function StepBack({ label, className = "", onClick }: StepBackProps) {
  return (
    <button
      type="button"
      className={`${classes.root} ${className}`}
      aria-label={label}
      onClick={onClick}
    >
      <IconArrowLeft size={22} stroke={1.75} aria-hidden="true" />
    </button>
  );
}
