import { Fragment, type ReactNode } from "react";
import classes from "./Board.module.css";

export type BoardGroup = {
  /** "À vous", "Dans l’heure", "Avant ce soir", "Demain et après". */
  title: string;
  key: string;
  rows: ReactNode[];
};

/** The board: groups by horizon, an empty group hidden. The rows are `BoardRow`s, already sorted by the API. */
export function Board({ label, groups }: { label: string; groups: BoardGroup[] }) {
  return (
    <table className={classes.table} aria-label={label}>
      <colgroup>
        <col className={classes.clock} />
        <col />
        <col className={classes.status} />
        <col className={classes.acts} />
      </colgroup>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Échéance</th>
          <th scope="col">Demande</th>
          <th scope="col">Étape</th>
          <th scope="col">Action</th>
        </tr>
      </thead>
      <tbody>
        {groups
          .filter((group) => group.rows.length > 0)
          .map((group) => (
            <Fragment key={group.key}>
              <tr className={classes.group}>
                <th colSpan={4} scope="rowgroup">
                  {group.title} <span>{group.rows.length}</span>
                </th>
              </tr>
              {group.rows}
            </Fragment>
          ))}
      </tbody>
    </table>
  );
}
