import type { ReactNode } from "react";
import type { Instant } from "../time";
import classes from "./BoardRow.module.css";
import { Deadline } from "./Deadline";

type BoardLineProps = {
  title: string;
  icon: ReactNode;
  meta: string | null;
  dueAt: Instant | null;
  /** What is left to do. */
  left: string | null;
  /** The link that the whole row is. */
  link: (link: { className: string | undefined; children: ReactNode }) => ReactNode;
};

/** A row of the board that is no request and leads to a page of its own: same columns, same clock. */
export function BoardLine({ title, icon, meta, dueAt, left, link }: BoardLineProps) {
  return (
    <tr className={classes.row}>
      <td className={classes.clock}>
        {dueAt !== null && <Deadline kind="answer" dueAt={dueAt} about={title} />}
      </td>
      <th scope="row" className={classes.need}>
        {link({
          className: classes.open,
          children: (
            <>
              <span className={classes.title}>
                {icon}
                {title}
              </span>{" "}
              {meta && <span className={classes.meta}>{meta}</span>}
            </>
          ),
        })}
      </th>
      <td colSpan={2} className={classes.status}>
        {left}
      </td>
    </tr>
  );
}
