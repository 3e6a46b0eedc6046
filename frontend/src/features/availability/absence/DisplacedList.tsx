import { IconPhone } from "@tabler/icons-react";
import type { CallOutcome, DisplacedAppointment } from "../../../api";
import { useServerNow } from "../../../clock";
import { phoneHref, phoneWords } from "../../../figures";
import { hour, relativeDay, relativeHour } from "../../../time";
import { announce } from "../../../ui/announce";
import { ButtonAnchor } from "../../../ui/Button";
import { Refusal } from "../../../ui/Refusal";
import { AGE_BAND, NEED } from "../../../words";
import { CallActs } from "../CallActs";
import classes from "./Absences.module.css";
import {
  CALL_OUTCOME,
  DISPLACED_STATE,
  DISPLACED_STEP,
  inOrderToDo,
  newTimeWord,
} from "./absence-words";
import { useRecordCall } from "./absences";

/** What the absence `of` somebody met: first whom to call, then what is still looked for, then what is settled. */
export function DisplacedList({ of, rows }: { of: string; rows: readonly DisplacedAppointment[] }) {
  const { toCall, searched, settled } = inOrderToDo(rows);
  return (
    <div className={classes.groups}>
      <Group title="À appeler" of={of} rows={toCall} />
      <Group title="En recherche" of={of} rows={searched} />
      {settled.length > 0 && (
        <details className={classes.settled}>
          <summary>{settled.length > 1 ? `${settled.length} réglés` : "1 réglé"}</summary>
          <Group title="Réglés" of={of} rows={settled} />
        </details>
      )}
    </div>
  );
}

type GroupProps = { title: string; of: string; rows: readonly DisplacedAppointment[] };

function Group({ title, of, rows }: GroupProps) {
  if (rows.length === 0) return null;
  return (
    <div>
      <h3 className={classes.group}>
        {title} <span>{rows.length}</span>
      </h3>
      <ol className={classes.rows} aria-label={`${title}, ${of}`}>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ol>
    </div>
  );
}

function Row({ row }: { row: DisplacedAppointment }) {
  const now = useServerNow();
  const record = useRecordCall();
  const { appointment, person_name, person_phone, state, actions } = row;
  const about = [
    appointment.need && NEED[appointment.need],
    appointment.age_band && AGE_BAND[appointment.age_band],
    appointment.case_number,
  ]
    .filter(Boolean)
    .join(", ");
  const next = newTimeWord(row, now);
  const who = person_name ?? (about || "Rendez-vous");
  const calling = state === "to_call" || state === "placed";

  function say(outcome: CallOutcome) {
    record.mutate(
      { row, outcome },
      { onSuccess: () => announce(`${who}, ${CALL_OUTCOME[outcome]}`) },
    );
  }
  return (
    <li className={classes.row}>
      <div className={classes.person}>
        <b>{who}</b>
        <small>{person_name && about}</small>
      </div>
      {person_phone && (
        <ButtonAnchor
          size="small"
          variant={calling ? "filled" : "default"}
          href={phoneHref(person_phone)}
          icon={<IconPhone size={18} stroke={1.75} aria-hidden="true" />}
          aria-label={`Appeler ${person_name ?? ""} au ${phoneWords(person_phone)}`}
        >
          {phoneWords(person_phone)}
        </ButtonAnchor>
      )}
      <p className={classes.times}>
        <span>
          Était {relativeHour(appointment.starts_at, now)}, {appointment.professional.name}
        </span>
        <b data-state={state}>{next ?? (calling ? "Pas d’autre place" : DISPLACED_STATE[state])}</b>
      </p>
      <ul className={classes.tried} aria-label="Ce qui a été tenté">
        {row.tried.map(({ at, step, by_name }) => (
          <li key={`${at} ${step}`}>
            {DISPLACED_STEP[step]}
            {by_name && `, ${by_name}`} <time dateTime={at}>{when(at, now)}</time>
          </li>
        ))}
      </ul>
      <Refusal error={record.error} />
      {actions.length > 0 && (
        <CallActs
          about={who}
          busy={record.isPending && "Envoi…"}
          acts={actions.map((outcome) => ({
            key: outcome,
            label: CALL_OUTCOME[outcome],
            onSelect: () => say(outcome),
          }))}
        />
      )}
    </li>
  );
}

function when(at: string, now: number): string {
  const day = relativeDay(at, now);
  return day === "aujourd’hui" ? hour(at) : `${day} ${hour(at)}`;
}
