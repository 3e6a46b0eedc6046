import { IconDownload } from "@tabler/icons-react";
import type { AttendingDoctorLineFault, AttendingDoctorListCheck } from "../../../api";
import { count } from "../../../figures";
import { Button } from "../../../ui/Button";
import { type Column, DataTable } from "../../../ui/DataTable";
import { Note } from "../../../ui/Note";
import { Refusal } from "../../../ui/Refusal";
import classes from "./ImportScreen.module.css";
import { useRefusedLines } from "./list";
import { FAULT, FIELD, PROBLEM } from "./words";

const COLUMNS: Column<AttendingDoctorLineFault>[] = [
  { key: "line", title: "Ligne", width: "5rem", phone: "lead", cell: ({ line }) => count(line) },
  {
    key: "field",
    title: "Colonne",
    width: "14rem",
    phone: "aside",
    cell: ({ field }) => (field === null ? "Toute la ligne" : FIELD[field]),
  },
  { key: "cure", title: "À faire", cell: ({ fault }) => FAULT[fault] },
];

/** What was found in a file: the counts, then each line that is refused and what to do with it. */
export function Checked({ check, file }: { check: AttendingDoctorListCheck; file: File }) {
  if (check.problem !== null) {
    return (
      <Note tone="crit" alert>
        {PROBLEM[check.problem]}
        {check.missing.length > 0 && ` ${check.missing.map((field) => FIELD[field]).join(", ")}.`}
      </Note>
    );
  }
  const numbers = check.columns.filter((column) => column.is_social_security);
  const aside = check.columns.filter(
    (column) => column.field === null && !column.is_social_security && column.name,
  );
  return (
    <>
      <div role="status">
        <dl className={classes.counts}>
          <Count label="à saisir" number={check.ready} />
          <Count label="déjà connues" number={check.known} />
          <Count label="lignes refusées" number={check.refused} />
        </dl>
      </div>
      {numbers.length > 0 && (
        <Note tone="warn">
          La colonne {numbers.map(({ name }) => `«\u00a0${name}\u00a0»`).join(", ")} contient des
          numéros de sécurité sociale. Elle n’est pas gardée. Demandez à la CPAM de ne plus
          l’envoyer, et effacez ce fichier.
        </Note>
      )}
      {aside.length > 0 && (
        <p className={classes.small}>
          Colonnes laissées de côté&nbsp;: {aside.map(({ name }) => name).join(", ")}.
        </p>
      )}
      {check.refused > 0 && <RefusedLines check={check} file={file} />}
    </>
  );
}

function Count({ label, number }: { label: string; number: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{count(number)}</dd>
    </div>
  );
}

function RefusedLines({ check, file }: { check: AttendingDoctorListCheck; file: File }) {
  const bringing = useRefusedLines();
  return (
    <section className={classes.section} aria-labelledby="refusees">
      <h2 id="refusees">Lignes refusées</h2>
      <p className={classes.small}>
        Les autres lignes sont saisies sans elles. Corrigez, puis déposez la liste de nouveau&nbsp;:
        personne n’est saisi deux fois.
      </p>
      <Button
        size="small"
        icon={<IconDownload size={18} stroke={1.75} aria-hidden="true" />}
        busy={bringing.isPending && "Préparation…"}
        onClick={() => bringing.mutate(file)}
      >
        Lignes à corriger, pour Excel
      </Button>
      {bringing.error && <Refusal error={bringing.error} />}
      <DataTable
        label="Lignes refusées"
        columns={COLUMNS}
        rows={check.faults}
        rowKey={({ line, field, fault }) => `${line} ${field} ${fault}`}
      />
      {check.faults.length < check.refused && (
        <p className={classes.small}>
          Les {count(check.faults.length)} premières. Toutes sont dans le fichier pour Excel.
        </p>
      )}
    </section>
  );
}
