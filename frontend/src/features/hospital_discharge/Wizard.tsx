import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { Community, HospitalDischargeRequest } from "../../api";
import { serverNow } from "../../clock";
import { isProblem } from "../../problems";
import { dayKey } from "../../time";
import { ActionBar } from "../../ui/ActionBar";
import { Button } from "../../ui/Button";
import { ErrorSummary, type FieldProblem } from "../../ui/ErrorSummary";
import { Note } from "../../ui/Note";
import { Page } from "../../ui/Page";
import { CloseLink, StepBack } from "../../ui/PageBack";
import { Refusal } from "../../ui/Refusal";
import { StepBars } from "../../ui/StepBars";
import classes from "./Discharge.module.css";
import {
  type DischargeForm,
  EMPTY,
  type FieldName,
  fieldId,
  type Problems,
  problemsOf,
  requestInput,
  STEP_OF,
  STEPS,
  type Step,
} from "./form";
import { refusedFields } from "./form-refusals";
import { type Named, NeedsStep } from "./NeedsStep";
import { PersonStep } from "./PersonStep";
import { useCreate } from "./requests";
import { SendStep } from "./SendStep";

type WizardProps = {
  community: Community;
  /** Taken on the phone by the coordination. */
  byPhone: boolean;
  /** Who writes, when it is the ward itself. */
  callerName: string;
  home: "/tableau" | "/sorties";
  onSent: (request: HospitalDischargeRequest) => void;
};

const TITLE: Record<Step, string> = {
  person: "La personne et la date",
  needs: "Ce qu’il faut à domicile",
  send: "Vérifier et envoyer",
};

function firstForm({ community, byPhone, callerName }: WizardProps): DischargeForm {
  const [only] = community.communes;
  return {
    ...EMPTY,
    commune_insee: community.communes.length === 1 ? (only?.insee ?? "") : "",
    caller_name: byPhone ? "" : callerName,
  };
}

function summed(found: Problems): FieldProblem[] {
  return (Object.entries(found) as [FieldName, string | null][]).flatMap(([name, sentence]) =>
    sentence ? [{ fieldId: fieldId(name), sentence }] : [],
  );
}

/** Prepares a return home in three steps, on a phone too. */
export function Wizard(props: WizardProps) {
  const { community, byPhone, home, onSent } = props;
  const [form, setForm] = useState(() => firstForm(props));
  const [named, setNamed] = useState<Named>({ doctor: null, usual: [] });
  const [step, setStep] = useState<Step>("person");
  const [problems, setProblems] = useState<Problems>({});
  const [summary, setSummary] = useState<FieldProblem[]>([]);
  const [medicalWords, setMedicalWords] = useState<string[] | null>(null);
  const create = useCreate(onSent);
  const at = STEPS.indexOf(step);
  const refusal = create.error;

  function set(changed: Partial<DischargeForm>) {
    setForm((before) => ({ ...before, ...changed }));
    const cleared = Object.fromEntries(Object.keys(changed).map((name) => [name, null]));
    setProblems((before) => ({ ...before, ...cleared }));
    if ("note" in changed) setMedicalWords(null);
    if ("attending_doctor_status" in changed)
      setProblems((before) => ({ ...before, attending_professional_id: null }));
  }
  const warn = (found: Problems) => setProblems((before) => ({ ...before, ...found }));

  function go(next: Step) {
    setStep(next);
    setSummary([]);
    window.scrollTo({ top: 0 });
  }
  function send(confirmedNotMedical: boolean) {
    if (!create.isPending) create.mutate(requestInput(form, confirmedNotMedical));
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const found = problemsOf(step, form, dayKey(serverNow()), byPhone);
    setProblems(found);
    setSummary(summed(found));
    if (Object.keys(found).length > 0) return;
    const next = STEPS[at + 1];
    if (next) go(next);
    else send(false);
  }
  useEffect(() => {
    const refused = refusedFields(refusal);
    if (!refused) return;
    setMedicalWords(refused.medicalWords);
    setProblems(refused.fields);
    const names = Object.keys(refused.fields) as FieldName[];
    const back = STEPS.find((one) => names.some((name) => STEP_OF[one].includes(name)));
    if (back) setStep(back);
    setSummary(summed(refused.fields));
  }, [refusal]);

  const section = { form, set, problems, warn };
  const duplicate = isProblem(refusal) && refusal.type === "duplicate_request" ? refusal : null;
  return (
    <Page
      title="Sortie d’hôpital"
      focused
      column
      back={
        at === 0 ? (
          <CloseLink to={home} />
        ) : (
          <StepBack
            label="Revenir à l’étape précédente"
            onClick={() => go(STEPS[at - 1] ?? "person")}
          />
        )
      }
      aside={
        <span className={classes.count}>
          <span className="visually-hidden">Étape </span>
          {at + 1} sur {STEPS.length}
        </span>
      }
    >
      <StepBars steps={STEPS} step={step} />
      <form className={classes.step} onSubmit={submit} noValidate>
        <StepTitle key={step} first={at === 0}>
          {TITLE[step]}
        </StepTitle>
        <ErrorSummary problems={summary} />
        {step === "person" && <PersonStep {...section} community={community} byPhone={byPhone} />}
        {step === "needs" && <NeedsStep {...section} named={named} setNamed={setNamed} />}
        {step === "send" && (
          <SendStep
            {...section}
            underNote={
              medicalWords && (
                <Note tone="warn" alert>
                  Ces mots semblent médicaux&nbsp;: {medicalWords.join(", ")}. Retirez-les, ou{" "}
                  <button type="button" className={classes.link} onClick={() => send(true)}>
                    envoyez, ils ne le sont pas
                  </button>
                </Note>
              )
            }
          />
        )}
        <ActionBar>
          {duplicate && (
            <Note tone="warn" alert>
              Le retour de cette personne se prépare déjà.{" "}
              <Link to="/sorties">Voir les sorties</Link>
            </Note>
          )}
          {refusal && !duplicate && !refusedFields(refusal) && <Refusal typed error={refusal} />}
          <Button
            type="submit"
            variant="filled"
            size="decision"
            wide
            busy={create.isPending && "Envoi…"}
          >
            {at === STEPS.length - 1 ? "Envoyer" : "Continuer"}
          </Button>
        </ActionBar>
      </form>
    </Page>
  );
}

/** The title of a step: it takes the focus when its step begins, but not when the page does. */
function StepTitle({ first, children }: { first: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!first) heading.current?.focus();
  }, [first]);
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}
