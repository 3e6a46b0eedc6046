import { useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { Community, OpinionGroup, ProfessionalSummary, SecondOpinionRequest } from "../../api";
import { serverNow } from "../../clock";
import { OPINION_URGENCY } from "../../opinion-words";
import { dayKey } from "../../time";
import { ActionBar } from "../../ui/ActionBar";
import { Button } from "../../ui/Button";
import { Check, Choice } from "../../ui/Choice";
import { ErrorSummary, type FieldProblem } from "../../ui/ErrorSummary";
import { NoteField } from "../../ui/Field";
import { Page } from "../../ui/Page";
import { CloseLink } from "../../ui/PageBack";
import { Refusal } from "../../ui/Refusal";
import classes from "./AskOpinion.module.css";
import { AttendingSection } from "./AttendingSection";
import {
  askInput,
  EMPTY,
  type FieldName,
  type FormState,
  fieldId,
  type Problems,
  problemsOf,
  refusedFields,
} from "./form";
import { useAsk } from "./opinions";
import { PersonSection } from "./PersonSection";
import { groupsOptions, templatesOptions } from "./reads";
import { TemplateSection } from "./TemplateSection";
import { WhomSection } from "./WhomSection";

const URGENCIES = (["same_day", "few_days", "few_weeks"] as const).map((value) => ({
  value,
  label: OPINION_URGENCY[value],
}));
const LONGEST_QUESTION = 1_500;

/** What each part of the form is given. */
export type SectionProps = {
  form: FormState;
  set: (changed: Partial<FormState>) => void;
  problems: Problems;
};

type AskOpinionProps = {
  community: Community;
  /** Who asks: they may be the attending doctor. */
  self: ProfessionalSummary | null;
  onSent: (request: SecondOpinionRequest) => void;
};

/** Asks for an opinion: whom, what, about whom; two minutes on a phone. */
export function AskOpinion({ community, self, onSent }: AskOpinionProps) {
  const { data: groups } = useSuspenseQuery(groupsOptions);
  const { data: templates } = useSuspenseQuery(templatesOptions);
  const [only] = community.communes;
  const commune = community.communes.length === 1 ? (only?.insee ?? "") : "";
  const [form, setForm] = useState<FormState>({ ...EMPTY, commune_insee: commune });
  const [colleague, setColleague] = useState<ProfessionalSummary | null>(null);
  const [doctor, setDoctor] = useState<ProfessionalSummary | null>(null);
  const [problems, setProblems] = useState<Problems>({});
  const [summary, setSummary] = useState<FieldProblem[]>([]);
  const ask = useAsk(onSent);
  const template = templates.items.find((it) => it.specialty_code === form.specialty_code);

  function set(changed: Partial<FormState>) {
    setForm((before) => ({ ...before, ...changed }));
    const cleared = Object.fromEntries(Object.keys(changed).map((name) => [name, null]));
    setProblems((before) => ({ ...before, ...cleared }));
  }
  function show(found: Problems) {
    setProblems(found);
    setSummary(
      (Object.entries(found) as [FieldName, string | null][]).flatMap(([name, sentence]) =>
        sentence ? [{ fieldId: fieldId(name), sentence }] : [],
      ),
    );
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (ask.isPending) return;
    const found = problemsOf(form, template, dayKey(serverNow()));
    show(found);
    if (Object.keys(found).length === 0) ask.mutate(askInput(form, template));
  }
  const refused = refusedFields(ask.error);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown once for each refusal of the server.
  useEffect(() => {
    if (refused) show(refused);
  }, [ask.error]);

  const section = { form, set, problems };
  return (
    <Page title="Demander un avis" focused column back={<CloseLink to="/mes-avis" />}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <ErrorSummary problems={summary} />
        <WhomSection
          {...section}
          groups={groups.items}
          templates={templates.items}
          colleague={colleague}
          onColleague={(chosen) => {
            setColleague(chosen);
            set({ colleague_id: chosen?.id ?? null, group_id: null });
          }}
          onGroup={(group: OpinionGroup | null) => {
            setColleague(null);
            set({
              group_id: group?.id ?? null,
              colleague_id: null,
              specialty_code: group?.specialty_code ?? "",
              facts: {},
            });
          }}
        />
        <section className={classes.section} aria-labelledby="avis-la-question">
          <h2 id="avis-la-question">La question</h2>
          <Choice
            id={fieldId("urgency")}
            legend="Réponse souhaitée"
            look="chips"
            options={URGENCIES}
            value={form.urgency}
            onChange={(urgency) => set({ urgency })}
          />
          {template && <TemplateSection {...section} template={template} />}
          <NoteField
            id={fieldId("question")}
            label="Votre question"
            value={form.question}
            onChange={(question) => set({ question })}
            max={LONGEST_QUESTION}
            rows={5}
            help="Lue seulement par qui accepte. Ni nom, ni numéro de sécurité sociale."
            error={problems.question}
          />
        </section>
        <PersonSection {...section} community={community} />
        <AttendingSection
          {...section}
          self={self}
          doctor={doctor}
          onDoctor={(chosen) => {
            setDoctor(chosen);
            set({
              attending_professional_id: chosen?.id ?? null,
              attending_doctor_status: chosen ? "known" : null,
            });
          }}
        />
        <div id={fieldId("informed")} tabIndex={-1}>
          <Check checked={form.informed} onChange={(informed) => set({ informed })}>
            La personne est informée et ne s’y oppose pas
          </Check>
          {problems.informed && <p className={classes.error}>{problems.informed}</p>}
        </div>
        <ActionBar>
          {ask.error && !refused && <Refusal typed error={ask.error} />}
          <Button
            type="submit"
            variant="filled"
            size="decision"
            wide
            busy={ask.isPending && "Envoi…"}
          >
            Envoyer la demande d’avis
          </Button>
        </ActionBar>
      </form>
    </Page>
  );
}
