import type { OpinionQuestion, OpinionTemplate } from "../../api";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import type { SectionProps } from "./AskOpinion";
import classes from "./AskOpinion.module.css";
import { fieldId } from "./form";

type TemplateSectionProps = SectionProps & { template: OpinionTemplate };

/** What the specialty asks to know: closed answers are seen by those asked, words by who accepts. */
export function TemplateSection({ form, set, problems, template }: TemplateSectionProps) {
  return (
    <div id={fieldId("facts")} tabIndex={-1} className={classes.section}>
      {problems.facts && <p className={classes.error}>{problems.facts}</p>}
      {template.questions.map((question) => (
        <Question
          key={question.label}
          question={question}
          value={form.facts[question.label] ?? ""}
          onChange={(value) => set({ facts: { ...form.facts, [question.label]: value } })}
        />
      ))}
    </div>
  );
}

type QuestionProps = {
  question: OpinionQuestion;
  value: string;
  onChange: (value: string) => void;
};

function Question({ question, value, onChange }: QuestionProps) {
  const { label, kind, choices, required } = question;
  if (kind === "text") {
    return <TextField label={label} value={value} onChange={onChange} optional={!required} />;
  }
  return (
    <Choice
      legend={required ? label : `${label} (facultatif)`}
      look="chips"
      options={choices.map((choice) => ({ value: choice, label: choice }))}
      value={value || null}
      onChange={onChange}
    />
  );
}
