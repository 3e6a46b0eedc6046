import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { Case } from "../../api";
import { useServerNow } from "../../clock";
import { caseTitle } from "../../titles";
import { Board } from "../../ui/Board";
import { BoardRow } from "../../ui/BoardRow";
import classes from "./BoardTable.module.css";
import {
  type Breaks,
  HORIZON,
  type Horizon,
  horizon,
  metaOf,
  placeAmong,
  rowDeadline,
  situationOf,
  statusValues,
} from "./board-words";
import { useChanged, useSettled } from "./settled";
import { useUnreadCounts } from "./unread";

type BoardTableProps = {
  rows: readonly Case[];
  /** What is listed, as a text: another list takes its own order at once. */
  listed: string;
  selected: string | null;
  onSelect: (id: string) => void;
  /** The one action of a row, or what happens by itself; and the rest. */
  action: (row: Case) => ReactNode;
  more: (row: Case) => ReactNode;
  /** A row that is no request, among them where it breaks. */
  beside: { breaks: Breaks; line: ReactNode } | null;
  /** Closed ones have no horizon: one list, the latest first. */
  closed: boolean;
};

const ROW = "tbody th[scope=row] > :is(button, a)";

/** The rows of the board, still while they are read: arrows go from one to the next, `r` lets them move. */
export function BoardTable(props: BoardTableProps) {
  const { rows, listed, selected, onSelect, action, more, beside, closed } = props;
  const now = useServerNow();
  const [held, setHeld] = useState({ pointer: false, focus: false });
  const settled = useSettled(rows, listed, !held.pointer && !held.focus, now);
  const changed = useChanged(rows);
  const unread = useUnreadCounts();
  const root = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const buttons = [...(root.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
    const inRow = (document.activeElement as HTMLElement | null)?.closest("tr");
    const at = buttons.findIndex((button) => button.closest("tr") === inRow);
    const next = buttons[event.key === "ArrowDown" ? at + 1 : Math.max(0, at - 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  const line = (row: Case): ReactNode => (
    <BoardRow
      key={row.id}
      id={row.id}
      kind={row.kind}
      title={caseTitle(row)}
      meta={metaOf(row, now)}
      deadline={rowDeadline(row)}
      lifecycle={row.kind}
      state={row.state}
      values={statusValues(row, now)}
      counters={situationOf(row, now)}
      action={action(row)}
      more={more(row)}
      unread={unread.get(row.id)}
      takenBy={row.handled_by_initials}
      selected={row.id === selected}
      changed={changed.has(row.id)}
      onOpen={() => onSelect(row.id)}
    />
  );
  const linesOf = (of: readonly Case[], group: Horizon) => {
    const lines = of.map(line);
    if (beside && horizon(beside.breaks, now) === group)
      lines.splice(placeAmong(of, beside.breaks), 0, beside.line);
    return lines;
  };
  const groups = closed
    ? [{ key: "closed", title: "Closes", rows: settled.rows.map(({ row }) => line(row)) }]
    : (Object.keys(HORIZON) as Horizon[]).map((key) => ({
        key,
        title: HORIZON[key],
        rows: linesOf(
          settled.rows.filter(({ group }) => group === key).map(({ row }) => row),
          key,
        ),
      }));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only learns that the rows are being read, and moves between their own buttons.
    <div
      ref={root}
      className={classes.root}
      onPointerEnter={(event) =>
        event.pointerType === "mouse" && setHeld((was) => ({ ...was, pointer: true }))
      }
      onPointerLeave={() => setHeld((was) => ({ ...was, pointer: false }))}
      onFocus={(event) =>
        setHeld((was) => ({ ...was, focus: event.target.matches(":focus-visible") }))
      }
      onBlur={() => setHeld((was) => ({ ...was, focus: false }))}
      onKeyDown={onKeyDown}
    >
      {settled.moved > 0 && (
        <button type="button" className={classes.moved} onClick={settled.refresh} data-refresh>
          {settled.moved === 1 ? "1 ligne a bougé" : `${settled.moved} lignes ont bougé`},
          actualiser <kbd>r</kbd>
        </button>
      )}
      <Board label="Demandes" groups={groups} />
    </div>
  );
}
