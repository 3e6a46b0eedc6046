import type { ReactNode } from "react";
import classes from "./LinkGroup.module.css";

type LinkGroupProps<T> = {
  title: string;
  items: readonly T[];
  /** How its lines are laid out, and the size of its letters. */
  className?: string;
  /** What a line says, with its one link: the whole line leads there. */
  line: (item: T) => ReactNode;
};

/** A title with the count of what follows, each on a line that leads to its page; nothing while there is none. */
export function LinkGroup<T extends { id: string }>(props: LinkGroupProps<T>) {
  const { title, items, className = "", line } = props;
  if (items.length === 0) return null;
  return (
    <section aria-label={title} className={`${classes.root} ${className}`}>
      <h2>
        {title} <span>{items.length}</span>
      </h2>
      <ul>
        {items.map((item) => (
          <li key={item.id}>{line(item)}</li>
        ))}
      </ul>
    </section>
  );
}
