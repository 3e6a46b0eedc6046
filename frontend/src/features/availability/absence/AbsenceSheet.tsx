import { type FormEvent, useState } from "react";
import type { Absence, Closure, ClosureReason, ProfessionalSummary } from "../../../api";
import { useServerNow } from "../../../clock";
import { isProblem, problemFields } from "../../../problems";
import { dayKey } from "../../../time";
import { announce } from "../../../ui/announce";
import { Button } from "../../../ui/Button";
import { Check, Choice } from "../../../ui/Choice";
import { Note } from "../../../ui/Note";
import { ProfessionalPicker } from "../../../ui/ProfessionalPicker";
import { Refusal } from "../../../ui/Refusal";
import { Sheet } from "../../../ui/Sheet";
import { DayField, TimeField } from "../../../ui/WallFields";
import { CLOSURE_REASON } from "../../../words";
import classes from "../Sheets.module.css";
import { formOf, instants, previewWord, timesRefusal } from "./absence-words";
import { useAbsencePreview, useSayAbsence } from "./absences";

const REASONS = (Object.keys(CLOSURE_REASON) as ClosureReason[]).map((value) => ({
  value,
  label: CLOSURE_REASON[value],
}));

type AbsenceSheetProps = {
  /** The first day proposed, `2026-11-24`; null: today. */
  day: string | null;
  /** Time closed before, whose appointments are to be followed up: the absence stands in its place. */
  closed?: Closure | undefined;
  /** For somebody else than oneself: the coordination says who. */
  forMember: boolean;
  onSaid: (absence: Absence) => void;
  onClose: () => void;
};

/** Says that somebody is away: accepted at once, whatever appointments stand in it. */
export function AbsenceSheet({ day, closed, forMember, onSaid, onClose }: AbsenceSheetProps) {
  const today = dayKey(useServerNow());
  const say = useSayAbsence(closed?.id);
  const start = day && day > today ? day : today;
  const known = closed ? formOf(closed) : { first: start, last: start, hours: null };
  const [first, setFirst] = useState(known.first);
  const [last, setLast] = useState(known.last);
  const [byHours, setByHours] = useState(known.hours !== null);
  const [from, setFrom] = useState(known.hours?.from ?? "");
  const [to, setTo] = useState(known.hours?.to ?? "");
  const [reason, setReason] = useState<ClosureReason>(closed?.reason ?? "illness");
  const [who, setWho] = useState<ProfessionalSummary | null>(null);
  const [replacement, setReplacement] = useState<ProfessionalSummary | null>(null);
  const times = instants(first, last, byHours ? { from, to } : null);
  const named = forMember ? who?.id : undefined;
  const asked =
    times && (!forMember || named) ? { ...times, ...(named && { professional_id: named }) } : null;
  const preview = useAbsencePreview(asked);
  const fields = problemFields(say.error);
  const refusedTimes = timesRefusal(say.error ?? preview.error);
  const fieldRefused = isProblem(say.error) && say.error.type === "invalid_input";

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!asked || say.isPending) return;
    say.mutate(
      { ...asked, reason, ...(replacement && { replacement_id: replacement.id }) },
      {
        onSuccess: (absence) => {
          announce("Absence enregistrée");
          onSaid(absence);
        },
      },
    );
  }
  return (
    <Sheet title="Absence" onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        {forMember && (
          <ProfessionalPicker
            id="absent"
            label="Qui est absent"
            chosen={who}
            onChoose={setWho}
            error={fields.professional_id && "Choisissez un membre de la CPTS."}
          />
        )}
        <div className={classes.days}>
          <DayField
            label="Du"
            value={first}
            onChange={(chosen) => {
              setFirst(chosen);
              if (chosen && (!last || last < chosen)) setLast(chosen);
            }}
          />
          <DayField key={first} label="Au, compris" value={last} onChange={setLast} />
        </div>
        <Check checked={byHours} onChange={setByHours}>
          Pas la journée entière
        </Check>
        {byHours && (
          <div className={classes.pair}>
            <TimeField label="À partir de" value={from} onChange={setFrom} />
            <TimeField label="Jusqu’à" value={to} onChange={setTo} />
          </div>
        )}
        <Choice
          legend="Pourquoi"
          look="chips"
          options={REASONS}
          value={reason}
          onChange={setReason}
        />
        <ProfessionalPicker
          id="remplacant"
          label={forMember ? "Qui remplace" : "Qui vous remplace"}
          optional
          chosen={replacement}
          onChoose={setReplacement}
          help="Ouvertures et rendez-vous de ce temps passent à son nom."
          error={
            fields.replacement_id &&
            "Cette personne ne peut pas remplacer : même profession, membre de la CPTS, et présente."
          }
        />
        {preview.data && (
          <Note tone={preview.data.appointments_inside > 0 ? "accent" : "neutral"}>
            <b>{previewWord(preview.data)}.</b>{" "}
            {preview.data.appointments_inside > 0 &&
              "Chacun est replacé, ou vient sur la liste à appeler. Aucun n’est annulé sans que la personne le sache."}
          </Note>
        )}
        {refusedTimes && (
          <Note tone="crit" alert>
            {refusedTimes}
          </Note>
        )}
        <Refusal typed error={!fieldRefused && say.error} />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          disabled={!asked}
          busy={say.isPending && "Envoi…"}
        >
          Enregistrer l’absence
        </Button>
      </form>
    </Sheet>
  );
}
