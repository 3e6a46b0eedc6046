import type { ReactNode } from "react";
import type { DischargeFragility } from "../../api";
import { phoneProblem } from "../../typed";
import { Check } from "../../ui/Choice";
import { NoteField, PhoneField, TextField } from "../../ui/Field";
import { FilterChip } from "../../ui/FilterChip";
import { DayField } from "../../ui/WallFields";
import classes from "./Discharge.module.css";
import { fieldId } from "./form";
import type { StepProps } from "./PersonStep";
import { FRAGILITIES, FRAGILITY } from "./words";

/** What is ready, what is fragile, and who answers in the ward. */
export function SendStep({
  form,
  set,
  problems,
  warn,
  underNote,
}: StepProps & { underNote: ReactNode }) {
  const toggle = (one: DischargeFragility) =>
    set({
      fragilities: form.fragilities.includes(one)
        ? form.fragilities.filter((it) => it !== one)
        : [...form.fragilities, one],
    });
  return (
    <>
      <Check checked={form.informed} onChange={(informed) => set({ informed })}>
        La personne est informée et ne s’oppose pas
      </Check>
      <Check
        checked={form.prescription_signed}
        onChange={(prescription_signed) => set({ prescription_signed })}
      >
        L’ordonnance est signée
      </Check>
      <div className={classes.pair}>
        <DayField
          id={fieldId("prescription_from")}
          label="Ordonnance du"
          value={form.prescription_from}
          onChange={(prescription_from) => set({ prescription_from })}
          optional
          error={problems.prescription_from}
        />
        <DayField
          id={fieldId("prescription_until")}
          label="Au"
          value={form.prescription_until}
          onChange={(prescription_until) => set({ prescription_until })}
          optional
          error={problems.prescription_until}
        />
      </div>
      <Check
        checked={form.liaison_letter_sent}
        onChange={(liaison_letter_sent) => set({ liaison_letter_sent })}
      >
        La lettre de liaison est envoyée par MSSanté
      </Check>
      <p className={classes.hint}>
        Aucun document ne se dépose ici. Sans ordonnance signée et datée, personne n’est encore
        sollicité.
      </p>
      <fieldset className={classes.group}>
        <legend>Fragilités</legend>
        <div className={classes.chips}>
          {FRAGILITIES.map((one) => (
            <FilterChip key={one} on={form.fragilities.includes(one)} onChange={() => toggle(one)}>
              {FRAGILITY[one]}
            </FilterChip>
          ))}
        </div>
        <p className={classes.hint}>Pour vous et la coordination seulement.</p>
      </fieldset>
      <Check checked={form.prado_proposed} onChange={(prado_proposed) => set({ prado_proposed })}>
        PRADO est déjà proposé
      </Check>
      <div className={classes.pair}>
        <TextField
          id={fieldId("caller_name")}
          label="Qui répond dans le service"
          value={form.caller_name}
          onChange={(caller_name) => set({ caller_name })}
          autoComplete="off"
          error={problems.caller_name}
        />
        <PhoneField
          id={fieldId("caller_phone")}
          label="Ligne du service"
          value={form.caller_phone}
          onChange={(caller_phone) => set({ caller_phone })}
          error={problems.caller_phone}
          onBlur={() =>
            form.caller_phone && warn({ caller_phone: phoneProblem(form.caller_phone) })
          }
        />
      </div>
      <NoteField
        id={fieldId("note")}
        label="Pour qui vient"
        max={200}
        value={form.note}
        onChange={(note) => set({ note })}
        optional
        error={problems.note}
      />
      {underNote}
    </>
  );
}
