import type { AttendingDoctorWaiting } from "../../api";
import type { Column } from "../../ui/DataTable";
import { Level } from "../../ui/Level";
import { StatusBadge } from "../../ui/StatusBadge";
import { Tag } from "../../ui/Tag";
import { LEVEL } from "../../words";
import { ageWords, daysWords, known, leftWords, nextWords } from "./attending-words";
import classes from "./WaitingList.module.css";

/** What completes the word of a step: the time left, how many refused. */
export function Step({ row, now }: { row: AttendingDoctorWaiting; now: number }) {
  return (
    <StatusBadge
      lifecycle="attending_doctor"
      state={row.state}
      values={{ duration: leftWords(row.due_at, now), count: row.refused || undefined }}
    />
  );
}

/** The columns of the waiting list, as of `now`. */
export function waitingColumns(
  now: number,
  open: (row: AttendingDoctorWaiting) => void,
): Column<AttendingDoctorWaiting>[] {
  return [
    {
      key: "level",
      title: "Priorité",
      width: "8.25rem",
      phone: "lead",
      cell: (row) => (
        <button
          type="button"
          className={classes.open}
          aria-label={`${row.number}, priorité ${LEVEL[row.level].toLocaleLowerCase("fr")}`}
          onClick={() => open(row)}
        >
          <Level level={row.level} />
        </button>
      ),
    },
    { key: "age", title: "Âge", width: "7rem", cell: (row) => ageWords(row.age_band) },
    {
      key: "sector",
      title: "Secteur",
      width: "8rem",
      cell: (row) => row.sector ?? row.commune_name ?? "",
    },
    {
      key: "known",
      title: "À savoir",
      cell: (row) => {
        const words = known(row);
        return words.length > 0 ? (
          <span className={classes.tags}>
            {words.map((word) => (
              <Tag key={word}>{word}</Tag>
            ))}
          </span>
        ) : null;
      },
    },
    {
      key: "waiting",
      title: "Attente",
      width: "5rem",
      phone: "aside",
      cell: (row) => <span className={classes.days}>{daysWords(row.waiting_days)}</span>,
    },
    { key: "step", title: "Étape", width: "12.5rem", cell: (row) => <Step row={row} now={now} /> },
    {
      key: "next",
      title: "Ensuite",
      width: "10.5rem",
      phone: "hidden",
      cell: (row) => <span className={classes.next}>{nextWords(row.next, now)}</span>,
    },
  ];
}
