import type { ReactNode } from "react";
import { usePhoneAccount } from "./AppShell";
import classes from "./TableHead.module.css";

type TableHeadProps = {
  title: string;
  /** What the page promises, in one sentence; a phone leaves it out. */
  promise: string;
  /** An act on the whole table. */
  children?: ReactNode;
};

/** The top of a page that is a table: its name, what it promises, and the account on a phone. */
export function TableHead({ title, promise, children }: TableHeadProps) {
  const account = usePhoneAccount();
  return (
    <header className={classes.root}>
      <h1>{title}</h1>
      <p className={classes.promise}>{promise}</p>
      {children}
      {account}
    </header>
  );
}
