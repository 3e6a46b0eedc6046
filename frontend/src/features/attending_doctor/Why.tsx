import { IconBulb } from "@tabler/icons-react";
import type { AttendingDoctorRequest } from "../../api";
import { distance } from "../../figures";
import { Note } from "../../ui/Note";
import { DECLINE_REASON, LEVEL } from "../../words";
import { PART, waitedWords } from "./attending-words";
import classes from "./Why.module.css";

/** Why a person stands where they do on the list: for the coordination alone. */
export function Why({ request }: { request: AttendingDoctorRequest }) {
  const { score, level, waiting_days: days } = request;
  if (score === null) return null;
  const most = Math.max(...score.parts.map(({ points }) => points), 1);
  return (
    <section className={classes.root} aria-labelledby="priorite-parts">
      <h3 id="priorite-parts" className={classes.title}>
        Pourquoi priorité {level ? LEVEL[level].toLocaleLowerCase("fr") : ""}
        <b>{score.total}</b>
      </h3>
      <ul className={classes.parts}>
        {score.parts.map(({ kind, points }) => (
          <li key={kind}>
            <span>{kind === "waiting" ? `${waitedWords(days)} d’attente` : PART[kind]}</span>
            <span className={classes.track} aria-hidden="true">
              <i style={{ inlineSize: `${Math.max(6, (points / most) * 100)}%` }} />
            </span>
            <b>{points}</b>
          </li>
        ))}
      </ul>
      <p className={classes.version}>
        Barème v{score.rules_version} de la CPTS. La coordination seule voit ces points.
      </p>
    </section>
  );
}

/** Who declined, by reason. */
export function Refusals({ request }: { request: AttendingDoctorRequest }) {
  if (request.refusals.length === 0) return null;
  return (
    <section className={classes.root} aria-labelledby="refus">
      <h3 id="refus" className={classes.title}>
        Refus
      </h3>
      <ul className={classes.refusals}>
        {request.refusals.map(({ reason, count }) => (
          <li key={reason ?? "silent"}>
            <span>{reason ? DECLINE_REASON[reason] : "Sans réponse à temps"}</span>
            <b>{count}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whose turn it is, with a place left. */
export function NextDoctors({ request }: { request: AttendingDoctorRequest }) {
  const { next_doctors: next } = request;
  if (next.length === 0) return null;
  return (
    <Note tone="accent" icon={<IconBulb size={18} stroke={1.75} aria-hidden="true" />}>
      {next.length === 1 ? "Un médecin a" : `${next.length} médecins ont`} encore une place&nbsp;:
      <ul className={classes.doctors}>
        {next.map(({ professional, distance_km: far, places, places_left: left }) => (
          <li key={professional.id}>
            <b>{professional.name}</b>
            {[far === null ? null : ` à ${distance(far)}`, ` ${left} sur ${places}`]
              .filter(Boolean)
              .join(",")}
          </li>
        ))}
      </ul>
    </Note>
  );
}
