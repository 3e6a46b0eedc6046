import type { ReactNode } from "react";
import { useFocusedPage, usePhoneAccount } from "./AppShell";
import classes from "./Page.module.css";

type PageProps = {
  /** Named in the tab of the browser too: never a person. */
  title: string;
  /** Before the title: an arrow back, a cross. */
  back?: ReactNode;
  /** At the right of the title: the buttons of the page, or one fact. */
  aside?: ReactNode;
  /** One thing to do and nothing else: on a phone the tab bar goes. */
  focused?: boolean;
  /** The title is said by the content itself. */
  hideTitle?: boolean;
  /** A column to read and fill, rather than the width of the screen. */
  column?: boolean;
  children: ReactNode;
};

/** A page of the app: its title, then its content. */
export function Page(props: PageProps) {
  const { title, back, aside, focused = false, hideTitle = false, column, children } = props;
  useFocusedPage(focused);
  const account = usePhoneAccount();
  return (
    <div className={classes.root} data-focused={focused || undefined}>
      <title>{`${title} · Maillage`}</title>
      {!(hideTitle && !back && !aside) && (
        <header className={classes.head}>
          {back}
          {hideTitle ? (
            <span className={classes.title} />
          ) : (
            <h1 className={classes.title}>{title}</h1>
          )}
          {aside}
          {!back && !focused && account}
        </header>
      )}
      <div className={classes.body} data-column={column || undefined}>
        {children}
      </div>
    </div>
  );
}
