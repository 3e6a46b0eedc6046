import { useState } from "react";
import type { ProfessionalSummary } from "../../api";
import { TextField } from "../../ui/Field";
import { namePlace, ProfessionalPicker } from "../../ui/ProfessionalPicker";
import { fieldId } from "./form";
import type { SectionProps } from "./RequestForm";
import classes from "./RequestForm.module.css";

const MOST = 5;

type ExtrasProps = SectionProps & {
  /** The usual professionals, by name. */
  usual: ProfessionalSummary[];
  onUsual: (usual: ProfessionalSummary[]) => void;
};

/** What is seldom said: usual professionals, who are asked with the attending doctor, and an interpreter. */
export function Extras({ form, set, problems, usual, onUsual }: ExtrasProps) {
  const [open, setOpen] = useState(usual.length > 0 || form.interpreter !== "");
  if (!open) {
    return (
      <button type="button" className={classes.link} onClick={() => setOpen(true)}>
        Ajouter des professionnels habituels, un interprète
      </button>
    );
  }
  return (
    <div className={classes.section}>
      {usual.length > 0 && (
        <ul className={classes.usual} aria-label="Professionnels habituels">
          {usual.map((professional) => (
            <li key={professional.id}>
              {namePlace(professional)}
              <button
                type="button"
                className={classes.link}
                aria-label={`Retirer ${professional.name}`}
                onClick={() => onUsual(usual.filter(({ id }) => id !== professional.id))}
              >
                Retirer
              </button>
            </li>
          ))}
        </ul>
      )}
      {usual.length < MOST && (
        <ProfessionalPicker
          id={fieldId("usual_professional_ids")}
          label="Professionnels habituels"
          chosen={null}
          optional
          help="Sollicités en premier, avec le médecin traitant."
          error={problems.usual_professional_ids}
          onChoose={(chosen) => {
            if (chosen && !usual.some(({ id }) => id === chosen.id)) onUsual([...usual, chosen]);
          }}
        />
      )}
      <TextField
        id={fieldId("interpreter")}
        label="Interprète"
        value={form.interpreter}
        onChange={(interpreter) => set({ interpreter })}
        placeholder="Langue"
        optional
        error={problems.interpreter}
      />
    </div>
  );
}
