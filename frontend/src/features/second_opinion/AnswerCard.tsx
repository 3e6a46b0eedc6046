import type { ReactNode } from "react";
import type { SecondOpinionRequest } from "../../api";
import { useServerNow } from "../../clock";
import { appointmentTime, relativeHour } from "../../time";
import page from "../../ui/request-page.module.css";
import facts from "./OpinionFacts.module.css";
import classes from "./OpinionPage.module.css";

/** What was asked, in the words of who asks, and the answers to the questions of the specialty; only for those who care for the person. */
export function QuestionCard({ request }: { request: SecondOpinionRequest }) {
  if (request.question === null) return null;
  return (
    <section className={classes.card} aria-labelledby="la-question">
      <h2 id="la-question">La question</h2>
      <p className={classes.text}>{request.question}</p>
      {request.facts.length > 0 && (
        <dl className={facts.facts}>
          {request.facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

type AnswerCardProps = {
  request: SecondOpinionRequest;
  /** What who asked says of it. */
  children: ReactNode;
};

/** The answer: the opinion in writing, the time at which the person is seen, or both. */
export function AnswerCard({ request, children }: AnswerCardProps) {
  const now = useServerNow();
  const { answer, answered_at, appointment, professional } = request;
  if (answer === null && !appointment) return null;
  const by = request.has_taken ? "vous" : (professional?.name ?? "un confrère");
  return (
    <section className={classes.card} aria-labelledby="la-reponse">
      <h2 id="la-reponse">La réponse</h2>
      {appointment && (
        <p>
          {appointment.state === "cancelled" ? "Rendez-vous annulé" : "La personne est vue"}{" "}
          <b>{appointmentTime(appointment.starts_at, now)}</b>, par {by}.
        </p>
      )}
      {answer !== null && <p className={classes.text}>{answer}</p>}
      {answered_at && (
        <p className={page.quiet}>
          Par {by}, {relativeHour(answered_at, now)}
        </p>
      )}
      {children}
    </section>
  );
}
