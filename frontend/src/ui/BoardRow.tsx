import type { ReactNode } from "react";
import type { CaseKind } from "../api";
import { CASE_KIND, type LifecycleName, type LifecycleStates, type StatusValues } from "../words";
import classes from "./BoardRow.module.css";
import { Deadline } from "./Deadline";
import type { DeadlineFacts } from "./deadline-rules";
import { KindIcon } from "./KindIcon";
import { StatusBadge } from "./StatusBadge";
import { UnreadMark } from "./UnreadMark";

type BoardRowProps<L extends LifecycleName> = {
  id: string;
  kind: CaseKind;
  /** Need and age band. */
  title: string;
  /** Number, sector, origin, hour: "SNP-1198 · Plateau · pharmacie · 8:31". */
  meta: string;
  deadline: DeadlineFacts | null;
  lifecycle: L;
  state: LifecycleStates[L];
  values?: StatusValues;
  /** Counters under the status: "9 sollicités · 4 déclinés · 4 ont vu". */
  counters: string;
  /** The first of the actions that the API answers, or what happens by itself: "11:23, vague 2". */
  action: ReactNode;
  /** Everything else, in a menu. */
  more?: ReactNode;
  /** Messages that one has not read. */
  unread?: number;
  /** Initials of the colleague who has taken it. */
  takenBy?: string | null;
  selected?: boolean;
  /** It has just changed: the background fades. */
  changed?: boolean;
  onOpen: () => void;
};

/** Two lines, 46 px: clock, need, step, one action. Urgency is said by the clock, never by the row. */
export function BoardRow<L extends LifecycleName>(props: BoardRowProps<L>) {
  return (
    <tr
      className={classes.row}
      data-row={props.id}
      aria-selected={props.selected ?? false}
      data-changed={props.changed || undefined}
    >
      <td className={classes.clock}>
        {props.deadline && <Deadline {...props.deadline} about={props.title} />}
      </td>
      <th scope="row" className={classes.need}>
        <button type="button" className={classes.open} onClick={props.onOpen}>
          <span className={classes.title}>
            <KindIcon kind={props.kind} />
            <span className="visually-hidden">{CASE_KIND[props.kind]}, </span>
            {props.title}
            <UnreadMark count={props.unread} />
          </span>
          <span className={classes.meta}>{props.meta}</span>
        </button>
      </th>
      <td className={classes.status}>
        <StatusBadge lifecycle={props.lifecycle} state={props.state} values={props.values} />
        <div className={classes.meta}>{props.counters}</div>
      </td>
      <td className={classes.actions}>
        <div>
          {props.takenBy && <span className={classes.taken}>{props.takenBy}</span>}
          {props.action}
          {props.more}
        </div>
      </td>
    </tr>
  );
}
