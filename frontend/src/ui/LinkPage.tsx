import type { FormEvent, ReactNode } from "react";
import { Brand } from "./Brand";
import classes from "./LinkPage.module.css";

/** Characters of a password that one chooses, at least; as the server asks. */
export const SHORTEST_PASSWORD = 12;

/** A page behind a link that came by e-mail, for who is not signed in yet. */
export function LinkPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={classes.root}>
      <title>{`${title} · Maillage`}</title>
      <Brand large />
      {children}
    </main>
  );
}

type LinkFormProps = {
  title: string;
  /** Why one is here. */
  hint: ReactNode;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  children: ReactNode;
};

/** The one form of such a page. */
export function LinkForm({ title, hint, onSubmit, children }: LinkFormProps) {
  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate>
      <div>
        <h1>{title}</h1>
        <p className={classes.hint}>{hint}</p>
      </div>
      {children}
    </form>
  );
}
