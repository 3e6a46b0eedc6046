import { IconCheck, IconInfoCircle, IconPhoneCall } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { ActionBar } from "../../ui/ActionBar";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { Note } from "../../ui/Note";
import { Segments } from "../../ui/Segments";
import { fieldId } from "./form";
import { type Circumstances, QUESTION, type Question, type Said, unanswered } from "./steps";
import classes from "./Wizard.module.css";
import { StepTitle } from "./WizardFrame";

type CertainStepProps = {
  certain: boolean;
  /** What of one's own is already under way, before another is asked for. */
  children?: ReactNode;
  onCertain: () => void;
  onDoubt: () => void;
  onNext: () => void;
};

/** The first question of all: a doubt ends on the 15. */
export function CertainStep(props: CertainStepProps) {
  const { certain, children, onCertain, onDoubt, onNext } = props;
  const [asked, setAsked] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (certain) onNext();
    else setAsked(true);
  }
  return (
    <form className={classes.step} onSubmit={submit} noValidate>
      <StepTitle first>Le décès est-il certain&nbsp;?</StepTitle>
      <fieldset className={classes.answers}>
        <legend className="visually-hidden">Le décès est-il certain&nbsp;?</legend>
        <label className={classes.answer}>
          <input
            type="radio"
            name="certain"
            className="visually-hidden"
            checked={certain}
            onChange={onCertain}
          />
          <IconCheck size={26} stroke={1.75} aria-hidden="true" />
          <span>
            Oui, la personne est décédée
            <small>Elle ne respire plus et ne réagit plus</small>
          </span>
        </label>
        <label className={classes.answer} data-doubt>
          <input
            type="radio"
            name="certain"
            className="visually-hidden"
            checked={false}
            onChange={onDoubt}
          />
          <IconPhoneCall size={26} stroke={1.75} aria-hidden="true" />
          <span>
            Non, ou j’ai un doute
            <small>Nous vous aidons à appeler le 15</small>
          </span>
        </label>
      </fieldset>
      {asked && !certain && (
        <Note tone="crit" alert>
          Répondez d’abord à cette question.
        </Note>
      )}
      <Note icon={<IconInfoCircle size={20} stroke={1.75} aria-hidden="true" />}>
        Deux minutes suffisent. Nous ne demandons jamais la cause du décès.
      </Note>
      {children}
      <ActionBar>
        <Button type="submit" variant="filled" size="decision" wide>
          Continuer
        </Button>
      </ActionBar>
    </form>
  );
}

const ANSWERS = [
  { value: "yes", label: "Oui" },
  { value: "no", label: "Non" },
  { value: "unknown", label: "Je ne sais pas" },
] as const satisfies { value: Said; label: string }[];

type CircumstancesStepProps = {
  said: Circumstances;
  onSay: (said: Partial<Circumstances>) => void;
  onNext: () => void;
};

/** Five questions, and the right not to know. */
export function CircumstancesStep({ said, onSay, onNext }: CircumstancesStepProps) {
  const [missing, setMissing] = useState<Question[]>([]);
  const left = missing.filter((question) => said[question] === null);
  const [summary, setSummary] = useState<{ fieldId: string; sentence: string }[]>([]);

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = unanswered(said);
    setMissing(found);
    setSummary(
      found.map((question) => ({ fieldId: fieldId(question), sentence: QUESTION[question].words })),
    );
    if (found.length === 0) onNext();
  }
  return (
    <form className={classes.step} onSubmit={submit} noValidate>
      <StepTitle>Où, et dans quelles circonstances&nbsp;?</StepTitle>
      <ErrorSummary problems={summary} />
      {(Object.keys(QUESTION) as Question[]).map((question) => {
        const { words, hint } = QUESTION[question];
        return (
          <Segments
            key={question}
            id={fieldId(question)}
            wide
            legend={
              <>
                {words}
                {hint && <span className={classes.legendHint}> {hint}</span>}
              </>
            }
            options={ANSWERS}
            value={said[question]}
            onChange={(answer) => onSay({ [question]: answer })}
            error={left.includes(question) ? "Répondez, ou dites que vous ne savez pas." : null}
          />
        );
      })}
      <p className={classes.hint}>
        «&nbsp;Je ne sais pas&nbsp;» est une bonne réponse&nbsp;: nous prenons alors la voie la plus
        sûre.
      </p>
      <ActionBar>
        <Button type="submit" variant="filled" size="decision" wide>
          Continuer
        </Button>
      </ActionBar>
    </form>
  );
}
