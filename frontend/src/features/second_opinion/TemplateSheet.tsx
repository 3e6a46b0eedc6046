import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { OpinionQuestionInput, OpinionTemplate } from "../../api";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Choice";
import { NoteField, TextField } from "../../ui/Field";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import classes from "./Groups.module.css";
import { useKeepTemplate } from "./opinions";

const MOST_QUESTIONS = 12;
const LONGEST_LIST = 1_000;

type Draft = { key: string; label: string; choices: string; required: boolean };

function draftOf(question: OpinionQuestionInput): Draft {
  const { label, required } = question;
  return { key: crypto.randomUUID(), label, required, choices: question.choices.join("\n") };
}

/** One line of a list each; none: the answer is a few words. */
export function questionOf({ label, choices, required }: Draft): OpinionQuestionInput {
  const lines = choices.split("\n").flatMap((line) => line.trim() || []);
  return {
    label: label.trim(),
    kind: lines.length > 0 ? "choice" : "text",
    choices: lines,
    required,
  };
}

type TemplateSheetProps = { template: OpinionTemplate; onClose: () => void };

/** What a specialty asks to know, written by the coordination. */
export function TemplateSheet({ template, onClose }: TemplateSheetProps) {
  const [drafts, setDrafts] = useState<Draft[]>(() => template.questions.map(draftOf));
  const keep = useKeepTemplate(onClose);

  function change(key: string, changed: Partial<Draft>) {
    setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...changed } : draft)));
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!keep.isPending) keep.mutate({ template, body: { questions: drafts.map(questionOf) } });
  }
  return (
    <Sheet title={`Questions, ${template.specialty_label}`} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        {drafts.map((draft, index) => (
          <fieldset key={draft.key} className={classes.question}>
            <legend className="visually-hidden">Question {index + 1}</legend>
            <TextField
              label={`Question ${index + 1}`}
              value={draft.label}
              onChange={(label) => change(draft.key, { label })}
            />
            <NoteField
              label="Réponses, une par ligne"
              help="Sans réponse proposée, quelques mots libres, lus après acceptation."
              value={draft.choices}
              onChange={(choices) => change(draft.key, { choices })}
              max={LONGEST_LIST}
              rows={3}
              optional
            />
            <Check
              checked={draft.required}
              onChange={(required) => change(draft.key, { required })}
            >
              Réponse demandée
            </Check>
            <Button
              variant="quiet"
              size="small"
              icon={<IconTrash size={18} stroke={1.75} aria-hidden="true" />}
              onClick={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
            >
              Retirer la question {index + 1}
            </Button>
          </fieldset>
        ))}
        {drafts.length < MOST_QUESTIONS && (
          <Button
            icon={<IconPlus size={18} stroke={2} aria-hidden="true" />}
            onClick={() =>
              setDrafts([
                ...drafts,
                { key: crypto.randomUUID(), label: "", choices: "", required: false },
              ])
            }
          >
            Ajouter une question
          </Button>
        )}
        <Refusal typed error={keep.error} />
        <Button type="submit" variant="filled" wide busy={keep.isPending && "Envoi…"}>
          Enregistrer les questions
        </Button>
      </form>
    </Sheet>
  );
}
