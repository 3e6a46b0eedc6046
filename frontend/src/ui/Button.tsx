import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from "react";
import classes from "./Button.module.css";

type Look = {
  /** `filled`: the one thing to do here. `default`: what else may be done. `tint`, `quiet`: lighter still. */
  variant?: "filled" | "default" | "tint" | "quiet";
  /** `decision`: accept, decline, send (56 px on a phone). `small`: bars. `row`: inside a row. */
  size?: "decision" | "normal" | "small" | "row";
  icon?: ReactNode;
  wide?: boolean;
};

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & {
    /** While the act is under way: the words said instead; the width stays, and a second tap does nothing. */
    busy?: string | false;
  };

/** A verb, and its object when it matters: "Accepter, mer. 9:20". */
export function Button(props: ButtonProps) {
  const {
    variant = "default",
    size = "normal",
    icon,
    wide,
    busy,
    children,
    onClick,
    ...rest
  } = props;
  return (
    <button
      type="button"
      {...rest}
      className={classes.root}
      data-variant={variant}
      data-size={size}
      data-wide={wide || undefined}
      aria-disabled={busy ? true : undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      <span className={classes.words} data-hidden={busy ? true : undefined}>
        {icon}
        {children}
      </span>
      {busy && <span className={classes.busy}>{busy}</span>}
    </button>
  );
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & Look;

/** A link drawn as a button, for an address outside the app: `tel:`, `sms:`. */
export function ButtonAnchor(props: AnchorProps) {
  const { variant = "default", size = "normal", icon, wide, children, ...rest } = props;
  return (
    <a
      {...rest}
      className={classes.root}
      data-variant={variant}
      data-size={size}
      data-wide={wide || undefined}
    >
      <span className={classes.words}>
        {icon}
        {children}
      </span>
    </a>
  );
}

/** A link of the app drawn as a button. */
export const ButtonLink = createLink(ButtonAnchor);
