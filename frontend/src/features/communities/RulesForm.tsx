import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { CommunityRules } from "../../api";
import { capital } from "../../figures";
import { isProblem, problemFields, problemSentence } from "../../problems";
import { ActionBar } from "../../ui/ActionBar";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { SelectField } from "../../ui/SelectField";
import { StatusShape } from "../../ui/StatusShape";
import { Switch } from "../../ui/Switch";
import { useWrite } from "../../writes";
import { FIELDS, type RuleField, SECTIONS } from "./fields";
import classes from "./Rules.module.css";
import { rulesOptions, type Saving, saveRules } from "./rules";
import {
  type Change,
  changesBetween,
  draftOf,
  isChanged,
  type RulesDraft,
  readDraft,
  rebased,
} from "./rules-draft";
import { LEADS_TO } from "./teleconsultation-fields";
import { Waves } from "./Waves";

/** The rules as a form. What somebody else changed meanwhile is shown, and what was typed is kept. */
export function RulesForm({ rules }: { rules: CommunityRules }) {
  const queries = useQueryClient();
  const [base, setBase] = useState(() => ({ version: rules.version, draft: draftOf(rules) }));
  const [draft, setDraft] = useState<RulesDraft>(base.draft);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [theirs, setTheirs] = useState<Change[] | null>(null);
  const [saved, setSaved] = useState(false);
  const save = useWrite<Saving, CommunityRules>(saveRules);
  const changed = isChanged(draft, base.draft);
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (theirs || save.error) said.current?.focus();
  }, [theirs, save.error]);

  function become(fresh: CommunityRules, next?: RulesDraft) {
    const known = draftOf(fresh);
    setBase({ version: fresh.version, draft: known });
    setDraft(next ?? known);
  }

  function edit(next: RulesDraft) {
    setSaved(false);
    setDraft(next);
  }

  async function refused(problem: unknown) {
    if (isProblem(problem) && problem.type === "stale_version") {
      const fresh = await queries.fetchQuery(rulesOptions);
      const known = draftOf(fresh);
      setTheirs(changesBetween(base.draft, known));
      become(fresh, rebased(draft, base.draft, known));
    } else {
      setErrors({ ...problemFields(problem), ...waveErrors(problem) });
    }
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const { input, errors: unread } = readDraft(draft);
    setErrors(unread);
    setTheirs(null);
    if (input === null) return;
    try {
      become(await save.mutateAsync({ input, version: base.version }));
      setSaved(true);
      announce("Réglages enregistrés.");
    } catch (problem) {
      await refused(problem);
    }
  }

  const stale = isProblem(save.error) && save.error.type === "stale_version";
  const named = Object.entries(errors).map(([fieldId, sentence]) => ({
    fieldId,
    sentence: `${labelOf(fieldId)} : ${sentence}`,
  }));
  return (
    <form className={classes.root} onSubmit={submit} noValidate>
      <Waves waves={draft.waves} onChange={(waves) => edit({ ...draft, waves })} errors={errors} />
      {SECTIONS.map((section) => (
        <fieldset key={section.title} className={classes.section}>
          <legend>{section.title}</legend>
          {section.intro && <p className={classes.intro}>{section.intro}</p>}
          <div className={classes.fields}>
            {section.fields.map((field) => (
              <RuleInput
                key={field.path}
                field={field}
                value={draft.values[field.path] ?? ""}
                onChange={(value) =>
                  edit({ ...draft, values: { ...draft.values, [field.path]: value } })
                }
                error={errors[field.path]}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <ErrorSummary problems={named} />
      <div ref={said} tabIndex={-1} className={classes.said}>
        {save.error && !stale && named.length === 0 && (
          <Note tone="crit" alert icon={<StatusShape shape="crit" size={18} />}>
            {problemSentence(save.error, true)}
          </Note>
        )}
        {theirs && (
          <Note tone="warn" alert icon={<StatusShape shape="soon" size={18} />}>
            <p>
              Quelqu’un a modifié ces réglages. Votre saisie est gardée&nbsp;: relisez, puis
              enregistrez de nouveau.
            </p>
            <ul className={classes.theirs}>
              {theirs.map((change) => (
                <li key={change.label}>
                  {change.label}&nbsp;: {change.before}, devenu {change.after}
                </li>
              ))}
            </ul>
          </Note>
        )}
      </div>
      <ActionBar>
        {changed && (
          <Button size="decision" onClick={() => edit(base.draft)}>
            Revenir
          </Button>
        )}
        <Button
          type="submit"
          variant="filled"
          size="decision"
          disabled={!changed}
          busy={save.isPending && "Envoi…"}
        >
          {saved && !changed ? "Enregistré" : "Enregistrer les réglages"}
        </Button>
      </ActionBar>
    </form>
  );
}

const LEADS = Object.entries(LEADS_TO).map(([value, label]) => ({ value, label: capital(label) }));

type RuleInputProps = {
  field: RuleField;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

function RuleInput({ field, value, onChange, error }: RuleInputProps) {
  if (field.flag) {
    return (
      <Switch checked={value === "true"} onChange={(checked) => onChange(String(checked))}>
        <span>
          {field.label}
          {field.help && <small className={classes.help}>{field.help}</small>}
        </span>
      </Switch>
    );
  }
  if (field.reason) {
    return (
      <SelectField
        id={field.path}
        label={field.label}
        value={value}
        options={LEADS}
        onChange={onChange}
        error={error}
      />
    );
  }
  return (
    <TextField
      id={field.path}
      label={field.label}
      kind={field.time ? "text" : "numeric"}
      aside={field.unit}
      help={field.help}
      autoComplete="off"
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}

const WAVE_SENTENCES: [says: RegExp, sentence: string][] = [
  [/one wave only/, "Chacun n’est sollicité que dans une vague\u00a0: retirez celle-ci."],
  [/asked first/, "Le médecin traitant est sollicité en premier\u00a0: remontez cette vague."],
];

/** What the server says of whom a wave asks: rules between waves, which the shape does not say. */
function waveErrors(problem: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { pointer, message } of (isProblem(problem) && problem.errors) || []) {
    const sentence = WAVE_SENTENCES.find(([says]) => says.test(message))?.[1];
    if (sentence) found[pointer.slice(1).replaceAll("/", ".")] = sentence;
  }
  return found;
}

/** The words of a field of the form, for the summary of what must be corrected. */
function labelOf(path: string): string {
  const wave = /^unscheduled_care\.waves\.(\d+)/.exec(path);
  if (wave) return `Vague ${Number(wave[1]) + 1}`;
  return FIELDS.find((field) => field.path === path)?.label ?? "Réglages";
}
