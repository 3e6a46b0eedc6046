import { type FormEvent, useState } from "react";
import type { DeathCertificationRequest, DeathCorrectionReason, DeathOutcome } from "../../api";
import { serverNow } from "../../clock";
import { CHANNEL, CORRECTION_REASON } from "../../death-words";
import { useMe } from "../../session";
import { dayKey } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { NoteField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import { Skeletons } from "../../ui/Skeletons";
import { DayField, TimeField } from "../../ui/WallFields";
import {
  type CorrectionForm,
  type CorrectionProblems,
  correctionOf,
  correctionProblems,
  formOf,
  outcomeOf,
  refusedCorrection,
  STEP,
  type Step,
  stepsOf,
} from "./correction";
import { useDeathAct, useDeathRequest } from "./requests";
import classes from "./Sheets.module.css";
import { CORRECTED_OUTCOME } from "./words";

const MOST_LETTERS = 200;

const OUTCOMES = (Object.keys(CORRECTED_OUTCOME) as DeathOutcome[]).map((value) => ({
  value,
  label: CORRECTED_OUTCOME[value],
}));
const CHANNELS = (["electronic", "paper"] as const).map((value) => ({
  value,
  label: CHANNEL[value],
}));
const REASONS = (Object.keys(CORRECTION_REASON) as DeathCorrectionReason[]).map((value) => ({
  value,
  label: CORRECTION_REASON[value],
}));

type CorrectionSheetProps = { requestId: string; onClose: () => void };

/** What was said wrong of a request that has ended; what was written before stays on its thread. */
export function CorrectionSheet({ requestId, onClose }: CorrectionSheetProps) {
  const { data, error } = useDeathRequest(requestId);
  return (
    <Sheet title={data ? `Corriger ${data.number}` : "Corriger"} onClose={onClose}>
      {data ? (
        <Correction key={data.version} request={data} onClose={onClose} />
      ) : error ? (
        <Refusal error={error} />
      ) : (
        <Skeletons shape="result" count={3} />
      )}
    </Sheet>
  );
}

type CorrectionProps = { request: DeathCertificationRequest; onClose: () => void };

function Correction({ request, onClose }: CorrectionProps) {
  const coordinates = useMe().scopes.includes("board:read");
  const [form, setForm] = useState<CorrectionForm>(() => formOf(request));
  const [own, setProblems] = useState<CorrectionProblems>({});
  const correct = useDeathAct(() => {
    announce("Corrigé");
    onClose();
  });
  const refused = refusedCorrection(correct.error);
  const problems = { ...refused?.fields, ...own };
  const several = dayKey(request.created_at) !== dayKey(serverNow());

  function set(changed: Partial<CorrectionForm>) {
    setForm({ ...form, ...changed });
    setProblems({});
    correct.reset();
  }
  const setTime = (step: Step, changed: { day?: string; time?: string }) =>
    set({ times: { ...form.times, [step]: { ...form.times[step], ...changed } } });

  function send(confirmed: boolean) {
    const found = correctionProblems(form, request, coordinates, serverNow());
    setProblems(found);
    if (Object.keys(found).length > 0 || form.reason === "") return;
    const said = correctionOf(form, request, coordinates);
    const correction = { ...said, reason: form.reason, confirmed_not_medical: confirmed };
    const { id, version } = request;
    correct.mutate({ requestId: id, version, act: { kind: "correct", correction } });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    send(false);
  }
  return (
    <form className={classes.root} onSubmit={submit} noValidate>
      <p className={classes.promise}>
        Ce qui était écrit reste sur le fil, avec votre nom. Qui suit la demande est prévenu.
      </p>
      {coordinates && (
        <SelectField
          label="Comment s’est-elle terminée&nbsp;?"
          value={form.outcome}
          options={OUTCOMES}
          empty={outcomeOf(request) === "" ? "Annulée" : undefined}
          onChange={(outcome) => set({ outcome })}
          error={problems.outcome}
        />
      )}
      {coordinates && form.outcome === "certified" && (
        <Choice
          legend="Par quelle voie&nbsp;?"
          options={CHANNELS}
          value={form.channel}
          onChange={(channel) => set({ channel })}
          error={problems.channel}
        />
      )}
      <div className={classes.times}>
        {stepsOf(form, request, coordinates).map((step) => (
          <div key={step} className={several ? classes.pair : undefined}>
            <TimeField
              label={STEP[step]}
              value={form.times[step].time}
              onChange={(time) => setTime(step, { time })}
              error={problems[step]}
            />
            {several && (
              <DayField
                label={
                  <>
                    Le<span className="visually-hidden">, {STEP[step]}</span>
                  </>
                }
                value={form.times[step].day}
                onChange={(day) => setTime(step, { day })}
              />
            )}
          </div>
        ))}
      </div>
      <SelectField
        label="Pourquoi&nbsp;?"
        value={form.reason}
        options={REASONS}
        empty="Choisir"
        onChange={(reason) => set({ reason })}
        error={problems.reason}
      />
      {request.person_id && (
        <NoteField
          label="Précision"
          optional
          value={form.text}
          onChange={(text) => set({ text })}
          max={MOST_LETTERS}
          help="Lue sur le fil. Jamais la cause du décès, ni numéro de sécurité sociale."
          error={problems.text}
        />
      )}
      {refused?.medicalWords && (
        <Note tone="warn" alert>
          Ces mots semblent dire une cause ou un diagnostic&nbsp;: {refused.medicalWords.join(", ")}
          . Retirez-les, ou dites qu’ils n’en sont pas.{" "}
          <Button onClick={() => send(true)}>Ce n’est pas médical, garder</Button>
        </Note>
      )}
      <Refusal error={!refused && correct.error} />
      <Button
        type="submit"
        variant="filled"
        size="decision"
        wide
        busy={correct.isPending && "Envoi…"}
      >
        Corriger
      </Button>
    </form>
  );
}
