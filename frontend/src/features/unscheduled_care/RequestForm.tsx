import { type FormEvent, type KeyboardEvent, useEffect, useState } from "react";
import type {
  Community,
  ProfessionalSummary,
  UnscheduledCarePreview,
  UnscheduledCareRequest,
} from "../../api";
import { serverNow } from "../../clock";
import { isProblem } from "../../problems";
import { dayKey, duration } from "../../time";
import { ActionBar } from "../../ui/ActionBar";
import { Button } from "../../ui/Button";
import { ErrorSummary, type FieldProblem } from "../../ui/ErrorSummary";
import { PhoneField, TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { DoctorSection } from "./DoctorSection";
import { Extras } from "./Extras";
import { type FieldName, type FormState, fieldId, problemsOf, requestInput } from "./form";
import { refusedFields } from "./form-refusals";
import { NeedSection } from "./NeedSection";
import { PersonSection } from "./PersonSection";
import classes from "./RequestForm.module.css";
import { useCreate, useFollow } from "./requests";

export type Problems = Partial<Record<FieldName, string | null>>;

export type SectionProps = {
  form: FormState;
  set: (changed: Partial<FormState>) => void;
  problems: Problems;
  /** Says at once what is wrong with a field that was left. */
  warn: (found: Problems) => void;
};

/** Those named in the form, whose names the draft does not hold. */
export type Named = { doctor: ProfessionalSummary | null; usual: ProfessionalSummary[] };

type RequestFormProps = {
  form: FormState;
  setForm: (change: (form: FormState) => FormState) => void;
  named: Named;
  setNamed: (named: Named) => void;
  community: Community;
  /** Taken on the phone by the coordination: who called is asked first. */
  byPhone: boolean;
  preview: UnscheduledCarePreview | undefined;
  onSent: (request: UnscheduledCareRequest) => void;
  onFollowed: (request: UnscheduledCareRequest) => void;
  onAbandon: () => void;
};

const MINUTE = 60_000;

function firstResortPromise(preview: UnscheduledCarePreview | undefined): string | null {
  const first = preview?.steps.find((step) => step.audience === "first_resort");
  if (!first || first.skip_reason || first.minutes === null) return null;
  return `Sollicité en premier, et seul, pendant ${duration(first.minutes * MINUTE)}.`;
}

/** The whole request on one page, filed in less than a minute. */
export function RequestForm(props: RequestFormProps) {
  const { form, setForm, named, setNamed, community, byPhone, preview } = props;
  const [problems, setProblems] = useState<Problems>({});
  const [summary, setSummary] = useState<FieldProblem[]>([]);
  const [medicalWords, setMedicalWords] = useState<string[] | null>(null);
  const create = useCreate(props.onSent);
  const follow = useFollow(props.onFollowed);
  const refusal = create.error;

  function set(changed: Partial<FormState>) {
    setForm((before) => ({ ...before, ...changed }));
    const cleared = Object.fromEntries(Object.keys(changed).map((name) => [name, null]));
    setProblems((before) => ({ ...before, ...cleared }));
    if ("note" in changed) setMedicalWords(null);
    if ("attending_doctor_status" in changed) {
      setProblems((before) => ({ ...before, attending_professional_id: null }));
    }
  }
  const warn = (found: Problems) => setProblems((before) => ({ ...before, ...found }));
  const section = { form, set, problems, warn };

  function show(found: Problems) {
    setProblems(found);
    setSummary(
      (Object.entries(found) as [FieldName, string | null][]).flatMap(([name, sentence]) =>
        sentence ? [{ fieldId: fieldId(name), sentence }] : [],
      ),
    );
  }

  function send(confirmedNotMedical: boolean) {
    if (create.isPending) return;
    const found = problemsOf(form, dayKey(serverNow()), byPhone);
    show(found);
    if (Object.keys(found).length === 0) create.mutate(requestInput(form, confirmedNotMedical));
  }

  useEffect(() => {
    const refused = refusedFields(refusal);
    if (!refused) return;
    setMedicalWords(refused.medicalWords);
    if (refused.medicalWords) document.getElementById(fieldId("note"))?.focus();
    setProblems(refused.fields);
    setSummary(
      (Object.entries(refused.fields) as [FieldName, string][]).map(([name, sentence]) => ({
        fieldId: fieldId(name),
        sentence,
      })),
    );
  }, [refusal]);

  function submit(event: FormEvent) {
    event.preventDefault();
    send(false);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  }

  const duplicate = isProblem(refusal) && refusal.type === "duplicate_request" ? refusal : null;
  const elsewhere = refusal && !duplicate && !refusedFields(refusal);
  return (
    <form className={classes.form} onSubmit={submit} onKeyDown={onKeyDown} noValidate>
      <ErrorSummary problems={summary} />
      {byPhone && <Caller {...section} />}
      <PersonSection {...section} community={community} />
      <DoctorSection
        {...section}
        doctor={named.doctor}
        promise={firstResortPromise(preview)}
        onDoctor={(doctor) => {
          setNamed({ ...named, doctor });
          set({
            attending_professional_id: doctor?.id ?? null,
            attending_doctor_status: doctor ? "known" : null,
            attending_contact: "not_called",
          });
        }}
      />
      <NeedSection
        {...section}
        underNote={medicalWords && <Medical words={medicalWords} onKeep={() => send(true)} />}
        extras={
          <Extras
            {...section}
            usual={named.usual}
            onUsual={(usual) => {
              setNamed({ ...named, usual });
              set({ usual_professional_ids: usual.map(({ id }) => id) });
            }}
          />
        }
      />
      <div className={classes.bar}>
        <ActionBar>
          {duplicate && (
            <Note tone="warn" alert>
              Une demande est déjà ouverte pour cette personne et ce besoin.{" "}
              {duplicate.related_id && (
                <button
                  type="button"
                  className={classes.link}
                  onClick={() => duplicate.related_id && follow.mutate(duplicate.related_id)}
                >
                  La suivre
                </button>
              )}
            </Note>
          )}
          {(elsewhere || follow.isError) && <Refusal typed error={follow.error ?? refusal} />}
          <div className={classes.decision}>
            <Button
              type="submit"
              variant="filled"
              size="decision"
              busy={create.isPending && "Envoi…"}
            >
              Envoyer la demande
            </Button>
            <Button variant="quiet" onClick={props.onAbandon}>
              Abandonner
            </Button>
            <kbd className={classes.keys}>Ctrl + Entrée</kbd>
          </div>
        </ActionBar>
      </div>
    </form>
  );
}

function Caller({ form, set, problems, warn }: SectionProps) {
  return (
    <section className={classes.section} aria-labelledby="demande-appel">
      <h2 id="demande-appel">Qui appelle</h2>
      <div className={classes.pair}>
        <TextField
          id={fieldId("requested_for")}
          label="Structure ou personne"
          value={form.requested_for}
          onChange={(requested_for) => set({ requested_for })}
          autoComplete="off"
          error={problems.requested_for}
        />
        <PhoneField
          id={fieldId("requested_for_phone")}
          label="À rappeler au"
          value={form.requested_for_phone}
          onChange={(requested_for_phone) => set({ requested_for_phone })}
          optional
          error={problems.requested_for_phone}
          onBlur={() =>
            form.requested_for_phone &&
            warn({
              requested_for_phone: problemsOf(form, "", true).requested_for_phone ?? null,
            })
          }
        />
      </div>
    </section>
  );
}

function Medical({ words, onKeep }: { words: string[]; onKeep: () => void }) {
  return (
    <Note tone="warn" alert>
      {words.length > 0
        ? `La note contient des mots qui semblent médicaux : ${words.join(", ")}. `
        : "La note contient des mots qui semblent médicaux. "}
      Retirez-les, ou dites qu’ils ne le sont pas.{" "}
      <button type="button" className={classes.link} onClick={onKeep}>
        Ce n’est pas médical, garder
      </button>
    </Note>
  );
}
