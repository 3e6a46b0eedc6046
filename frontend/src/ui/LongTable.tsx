import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";
import { Cells, type DataTableProps, Headings } from "./DataTable";
import classes from "./DataTable.module.css";

type LongTableProps<R> = DataTableProps<R> & {
  /** What scrolls: only the rows that it shows are drawn, so that thousands cost as little as twenty. */
  scroller: RefObject<HTMLElement | null>;
  /** How many there are in all, those that were not read yet included; unknown when absent. */
  total?: number;
  /** The end of what was read comes into sight. */
  onEnd: () => void;
};

/** Of a row on a desk, in pixels; a phone measures its cards. */
const ROW_HEIGHT = 45;
const HEAD_ROWS = 1;

/** `DataTable` for lists of thousands. */
export function LongTable<R>(props: LongTableProps<R>) {
  const { label, columns, rows, rowKey, selected, scroller, total, onEnd } = props;
  const shown = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rowKey(rows[index] as R),
    overscan: 12,
  });
  const items = shown.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const before = first?.start ?? 0;
  const after = last ? shown.getTotalSize() - last.end : 0;
  const atEnd = last !== undefined && last.index >= rows.length - 1;
  useEffect(() => {
    if (atEnd) onEnd();
  }, [atEnd, onEnd]);
  return (
    <table
      className={classes.root}
      aria-label={label}
      aria-rowcount={total === undefined ? -1 : total + HEAD_ROWS}
    >
      <Headings columns={columns} />
      <tbody>
        <Space height={before} />
        {items.map(({ index, key }) => {
          const row = rows[index] as R;
          return (
            <tr
              key={key}
              ref={shown.measureElement}
              data-index={index}
              aria-rowindex={index + 1 + HEAD_ROWS}
              data-selected={key === selected || undefined}
            >
              <Cells columns={columns} row={row} />
            </tr>
          );
        })}
        <Space height={after} />
      </tbody>
    </table>
  );
}

/** The room of the rows that are not drawn. */
function Space({ height }: { height: number }) {
  if (height <= 0) return null;
  return <tr data-space style={{ blockSize: height }} />;
}
