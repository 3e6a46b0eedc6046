import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./SidePanel.module.css";

type SidePanelProps = {
  /** Above the title: the number said on the phone, "SNP-1198". */
  number?: string;
  title: string;
  /** Beside the number: "Ouvrir la page". */
  link?: ReactNode;
  /** Under the title, still in the fixed head: status, facts. */
  head?: ReactNode;
  /** Fixed at the bottom: one filled, one default, "Autre…". */
  actions?: ReactNode;
  narrow?: boolean;
  onClose: () => void;
  children: ReactNode;
};

/**
 * The panel on the right of a list. Not modal: the list stays usable, the address carries the
 * selection. It takes the focus on its title and gives it back; on a phone it is a page.
 */
export function SidePanel(props: SidePanelProps) {
  const { number, title, link, head, actions, narrow = false, onClose, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      const lost = document.activeElement === document.body; // else something else took it meanwhile
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <aside
      className={classes.root}
      data-narrow={narrow || undefined}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      <header className={classes.head}>
        <div className={classes.top}>
          <span className={classes.number}>{number}</span>
          {link}
          <button type="button" className={classes.close} aria-label="Fermer" onClick={onClose}>
            <IconX size={20} stroke={1.75} aria-hidden="true" />
          </button>
        </div>
        <h2 ref={heading} tabIndex={-1} className={classes.title}>
          {title}
        </h2>
        {head}
      </header>
      <div className={classes.body}>{children}</div>
      {actions && <footer className={classes.actions}>{actions}</footer>}
    </aside>
  );
}
