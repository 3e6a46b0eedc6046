import { useState } from "react";
import type { DeathAnswer, DeathQuestion, DeathSafetyAnswers } from "../../api";
import { Button } from "../../ui/Button";
import { Segments } from "../../ui/Segments";
import classes from "./Progress.module.css";
import { QUESTION } from "./steps";

const ANSWERS = [
  { value: "yes", label: "Oui" },
  { value: "no", label: "Non" },
] as const;

type AnswerQuestionsProps = {
  questions: readonly DeathQuestion[];
  sending: boolean;
  onAnswer: (answers: DeathSafetyAnswers) => void;
};

/** The safety questions left open: nobody is asked to come before they are answered. */
export function AnswerQuestions({ questions, sending, onAnswer }: AnswerQuestionsProps) {
  const [said, setSaid] = useState<Partial<Record<DeathQuestion, DeathAnswer>>>({});
  const complete = questions.every((question) => said[question] !== undefined);
  return (
    <section className={classes.card} aria-label="Questions de sécurité">
      {questions.map((question) => (
        <Segments
          key={question}
          wide
          legend={QUESTION[question].words}
          options={ANSWERS}
          value={said[question] === "unknown" ? null : (said[question] ?? null)}
          onChange={(answer) => setSaid((before) => ({ ...before, [question]: answer }))}
        />
      ))}
      <Button
        variant="filled"
        size="decision"
        wide
        disabled={!complete}
        busy={sending && "Envoi…"}
        onClick={() => onAnswer(said)}
      >
        Répondre et lancer la recherche
      </Button>
    </section>
  );
}
