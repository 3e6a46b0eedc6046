import type { ReactNode } from "react";
import classes from "./DataTable.module.css";

export type Column<R> = {
  key: string;
  title: string;
  /** The heading is read, not shown: for what speaks for itself. */
  hideTitle?: boolean;
  cell: (row: R) => ReactNode;
  /** A width of the column on a desk, such as `7rem`; else it takes what is left. */
  width?: string;
  /** On a phone: `lead` is what a row is called, `aside` stands beside it, `hidden` is left for the panel. */
  phone?: "lead" | "aside" | "hidden";
};

export type DataTableProps<R> = {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** The row whose panel is open. */
  selected?: string | null;
};

/** What is above the rows: the widths of the columns and their names. */
export function Headings<R>({ columns }: { columns: readonly Column<R>[] }) {
  return (
    <>
      <colgroup>
        {columns.map((column) => (
          <col key={column.key} style={column.width ? { inlineSize: column.width } : undefined} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col">
              {column.hideTitle ? (
                <span className="visually-hidden">{column.title}</span>
              ) : (
                column.title
              )}
            </th>
          ))}
        </tr>
      </thead>
    </>
  );
}

/** The cells of a row. */
export function Cells<R>({ columns, row }: { columns: readonly Column<R>[]; row: R }) {
  return columns.map((column) => (
    <td key={column.key} data-phone={column.phone}>
      {column.cell(row)}
    </td>
  ));
}

/** A dense list with sticky headings; on a phone each row becomes a small card of the same cells. */
export function DataTable<R>({ label, columns, rows, rowKey, selected }: DataTableProps<R>) {
  return (
    <table className={classes.root} aria-label={label}>
      <Headings columns={columns} />
      <tbody>
        {rows.map((row) => {
          const key = rowKey(row);
          return (
            <tr key={key} data-selected={key === selected || undefined}>
              <Cells columns={columns} row={row} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
