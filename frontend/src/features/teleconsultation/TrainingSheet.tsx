import { type FormEvent, useState } from "react";
import type { TeleconsultationAssistant, TeleconsultationTrainingKind } from "../../api";
import { problemFields } from "../../problems";
import { numericDate } from "../../time";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { DateField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { StatusShape } from "../../ui/StatusShape";
import { typedDay } from "../../ui/WallFields";
import classes from "./Sites.module.css";
import { assistantStanding, TRAINING } from "./site-words";
import { useSaveTraining } from "./sites";

const KINDS = (Object.keys(TRAINING) as TeleconsultationTrainingKind[]).map((value) => ({
  value,
  label: TRAINING[value],
}));

type TrainingSheetProps = { of: TeleconsultationAssistant; onClose: () => void };

/** What training somebody has to assist, and until when it holds. */
export default function TrainingSheet({ of, onClose }: TrainingSheetProps) {
  const { training } = of;
  const [kind, setKind] = useState<TeleconsultationTrainingKind>(training?.kind ?? "community");
  const [done, setDone] = useState(training ? numericDate(training.done_on) : "");
  const [until, setUntil] = useState(training ? numericDate(training.valid_until) : "");
  const [tried, setTried] = useState(false);
  const save = useSaveTraining();
  const fields = problemFields(save.error);
  const done_on = typedDay(done);
  const valid_until = typedDay(until);
  const { shape, word } = assistantStanding(of);

  function write(facts: Parameters<typeof save.mutate>[0]["training"], said: string) {
    save.mutate(
      { of, training: facts },
      {
        onSuccess: () => {
          announce(said);
          onClose();
        },
      },
    );
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (save.isPending || !done_on || !valid_until) return;
    write({ kind, done_on, valid_until }, "Formation enregistrée");
  }
  const wrong = (day: string) => (tried && !day ? "Écrivez un jour." : null);
  return (
    <Sheet title={of.professional.name} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <Note tone={of.may_assist ? "ok" : "warn"} icon={<StatusShape shape={shape} size={18} />}>
          {word}
        </Note>
        <Choice
          legend="Formation donnée par"
          look="chips"
          options={KINDS}
          value={kind}
          onChange={setKind}
        />
        <div className={classes.pair}>
          <DateField
            label="Faite le"
            autoComplete="off"
            value={done}
            onChange={setDone}
            error={wrong(done_on) ?? fields["training.done_on"]}
          />
          <DateField
            label="Valable jusqu’au"
            autoComplete="off"
            value={until}
            onChange={setUntil}
            error={wrong(valid_until) ?? fields["training.valid_until"]}
          />
        </div>
        {training && <p className={classes.help}>Notée par {training.recorded_by}.</p>}
        <Refusal typed error={Object.keys(fields).length === 0 && save.error} />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={save.isPending && "Envoi…"}
        >
          Enregistrer
        </Button>
        {training && (
          <Button wide onClick={() => !save.isPending && write(null, "Formation retirée")}>
            Retirer la formation
          </Button>
        )}
      </form>
    </Sheet>
  );
}
