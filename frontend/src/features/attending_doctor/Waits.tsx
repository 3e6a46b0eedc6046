import { useState } from "react";
import type { AttendingDoctorFigures } from "../../api";
import { count } from "../../figures";
import { Button } from "../../ui/Button";
import { Sheet } from "../../ui/Sheet";
import { LEVEL } from "../../words";
import { daysWords } from "./attending-words";
import classes from "./Waits.module.css";

/** How long people wait, by priority and by commune, one tap away. */
export function Waits({ figures }: { figures: AttendingDoctorFigures }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => setOpen(true)}>
        Par priorité et commune
      </Button>
      {open && (
        <Sheet title="Attente médiane" onClose={() => setOpen(false)}>
          <Table
            of="Priorité"
            rows={figures.by_level.map(({ level, ...wait }) => ({ name: LEVEL[level], ...wait }))}
          />
          <Table
            of="Commune"
            rows={figures.by_commune.map(({ commune_name, ...wait }) => ({
              name: commune_name,
              ...wait,
            }))}
          />
        </Sheet>
      )}
    </>
  );
}

type Wait = { name: string; waiting: number; median_days: number | null };

function Table({ of, rows }: { of: string; rows: Wait[] }) {
  if (rows.length === 0) return null;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">En attente</th>
          <th scope="col">Médiane</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, waiting, median_days }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{count(waiting)}</td>
            <td>{daysWords(median_days)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
