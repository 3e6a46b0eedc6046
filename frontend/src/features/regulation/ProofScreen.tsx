import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { MemberProof } from "../../api";
import { getOpeningProofOptions } from "../../api/@tanstack/react-query.gen";
import { serverNow } from "../../clock";
import { problemSentence } from "../../problems";
import { addDays, dayKey, monthAndYear, numericDate } from "../../time";
import { Button, ButtonAnchor } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { Skeletons } from "../../ui/Skeletons";
import classes from "./Proof.module.css";
import { fromWords, hoursWords, otherMonth } from "./proof-words";

/** Under that, a week does not count for the health insurance. */
const ENOUGH_MINUTES = 120;

type ProofScreenProps = { month: string | null; onMonth: (month: string | null) => void };

/** Hours opened week by week and appointments by origin: on screen, and as a table for Excel. */
export function ProofScreen({ month, onMonth }: ProofScreenProps) {
  const present = dayKey(serverNow()).slice(0, 7);
  const shown = month ?? present;
  const { data, error } = useQuery({
    ...getOpeningProofOptions({ query: { month: shown } }),
    placeholderData: keepPreviousData,
  });
  const go = (by: number) => {
    const other = otherMonth(shown, by);
    onMonth(other === present ? null : other);
  };
  return (
    <Page title="Heures ouvertes">
      <div className={classes.bar}>
        <Button size="small" onClick={() => go(-1)}>
          Mois précédent
        </Button>
        <h2 aria-live="polite">{monthAndYear(`${shown}-01`)}</h2>
        <Button size="small" disabled={shown >= present} onClick={() => go(1)}>
          Mois suivant
        </Button>
        <ButtonAnchor href={`/api/v1/opening-proofs.csv?month=${shown}`} download size="small">
          Tableau pour Excel
        </ButtonAnchor>
      </div>
      <p className={classes.quiet}>
        Le temps ouvert à d’autres qu’à sa propre patientèle, sans les absences ni les fermetures.
        La semaine en cours compte jusqu’à maintenant.
      </p>
      {error && (
        <Note tone="warn" alert>
          {problemSentence(error)}
        </Note>
      )}
      {!data && !error && <Skeletons shape="row" count={4} />}
      {data && data.members.length === 0 && (
        <EmptyState title="Rien d’ouvert ce mois-ci">
          Les heures ouvertes dans les agendas paraîtront ici.
        </EmptyState>
      )}
      {data?.members.map((member) => (
        <Member key={member.professional.id} member={member} />
      ))}
    </Page>
  );
}

function Member({ member }: { member: MemberProof }) {
  const { professional, minutes, weeks, appointments, by_origin } = member;
  const today = dayKey(serverNow());
  const of = by_origin.map(({ origin, count }) => fromWords(origin, count));
  return (
    <section className={classes.member} aria-label={professional.name}>
      <h3>
        {professional.name} <span>{hoursWords(minutes)} ce mois-ci</span>
      </h3>
      <ol>
        {weeks.map(({ monday, minutes: opened }) => (
          <li key={monday} data-enough={opened >= ENOUGH_MINUTES || undefined}>
            <span>sem. du {numericDate(monday).slice(0, 5)}</span>
            <b>{hoursWords(opened)}</b>
            {opened < ENOUGH_MINUTES && (
              <small>{addDays(monday, 6) < today ? "moins de 2 h" : "en cours"}</small>
            )}
          </li>
        ))}
      </ol>
      <p>
        {appointments === 0
          ? "Aucun rendez-vous"
          : `${appointments} rendez-vous : ${of.join(", ")}`}
      </p>
    </section>
  );
}
