import { type ReactNode, useState } from "react";
import type { NoShowCallOutcome, NoShowFollowUp } from "../../api";
import { useServerNow } from "../../clock";
import { appointmentTime } from "../../time";
import { Refusal } from "../../ui/Refusal";
import { Skeletons } from "../../ui/Skeletons";
import { undoable } from "../../undo";
import { AGE_BAND, NEED } from "../../words";
import { CallActs } from "./CallActs";
import classes from "./FollowUps.module.css";
import { useNoShowCall, useNoShowFollowUps } from "./waiting";
import { absencesWord, callsWord } from "./waiting-words";

const SAID: Record<NoShowCallOutcome, string> = {
  rebooked: "Rendez-vous repris",
  reached: "Personne jointe",
  not_reached: "Pas de réponse, notée",
};

/** What one taps, the outcome that ends it best first. */
const OUTCOMES: NoShowCallOutcome[] = ["rebooked", "reached", "not_reached"];

const CALLED: Record<NoShowCallOutcome, string> = {
  rebooked: "Rendez-vous repris",
  reached: "Jointe",
  not_reached: "Pas de réponse",
};

type NoShowsProps = {
  /** The identity of the person to call, hidden until needed. */
  person: (personId: string) => ReactNode;
  link: (followUp: NoShowFollowUp) => ReactNode;
};

/** The people who did not come and whom somebody must call: who, and one tap to say what came of it. */
export function NoShows({ person, link }: NoShowsProps) {
  const { data, error } = useNoShowFollowUps();
  const call = useNoShowCall();
  const [gone, setGone] = useState<string | null>(null);
  const refused = error ?? call.error;
  const rows = (data?.items ?? []).filter(({ id }) => id !== gone);

  function say({ id, version }: NoShowFollowUp, outcome: NoShowCallOutcome) {
    setGone(id);
    undoable({
      sentence: SAID[outcome],
      commit: (leaving) =>
        call.mutate({ id, version, outcome, leaving }, { onSettled: () => setGone(null) }),
      revert: () => setGone(null),
    });
  }

  return (
    <section className={classes.root} aria-labelledby="a-rappeler">
      <h2 id="a-rappeler">Personnes à rappeler</h2>
      <Refusal error={refused} />
      {!data && !error && <Skeletons shape="row" count={3} />}
      {data && rows.length === 0 && (
        <p className={classes.quiet}>
          Personne. Qui ne vient pas à son rendez-vous paraît ici, le temps de l’appeler.
        </p>
      )}
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.id} className={classes.card}>
            <Missed row={row} link={link(row)} />
            {row.person_id && person(row.person_id)}
            {row.actions.includes("record_call") && (
              <CallActs
                filled
                about={aboutWord(row)}
                acts={OUTCOMES.map((outcome) => ({
                  key: outcome,
                  label: CALLED[outcome],
                  onSelect: () => say(row, outcome),
                }))}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function aboutWord({ need, age_band }: NoShowFollowUp): string {
  return [need ? NEED[need] : "Rendez-vous", age_band && AGE_BAND[age_band]]
    .filter(Boolean)
    .join(" · ");
}

function Missed({ row, link }: { row: NoShowFollowUp; link: ReactNode }) {
  const now = useServerNow();
  const absences = absencesWord(row);
  const calls = callsWord(row, now);
  return (
    <div className={classes.words}>
      <p className={classes.title}>
        <b>{aboutWord(row)}</b> {link}
      </p>
      <p>
        Non venue {appointmentTime(row.missed_at, now)}, {row.professional.name}
      </p>
      {absences && <p className={classes.warn}>{absences}</p>}
      {calls && <p className={classes.quiet}>{calls}</p>}
    </div>
  );
}
