import type { ReactNode } from "react";
import type { Mobility, Need, Urgency } from "../../api";
import { Check, Choice } from "../../ui/Choice";
import { NoteField, TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Segments } from "../../ui/Segments";
import { MOBILITY, NEED_SHORT, URGENCY } from "../../words";
import { fieldId } from "./form";
import type { SectionProps } from "./RequestForm";
import classes from "./RequestForm.module.css";

function options<V extends string>(words: Record<V, string>) {
  return (Object.keys(words) as V[]).map((value) => ({ value, label: words[value] }));
}

const NEEDS = options<Need>(NEED_SHORT);
const URGENCIES = options<Urgency>(URGENCY);
const MOBILITIES = options<Mobility>(MOBILITY);
const NOTE_MAX = 200;

/** What is needed, by when, where; a note for the one who accepts; the person's agreement. */
export function NeedSection(props: SectionProps & { underNote: ReactNode; extras: ReactNode }) {
  const { form, set, problems, underNote, extras } = props;
  return (
    <section className={classes.section} aria-labelledby="demande-besoin">
      <h2 id="demande-besoin">Le besoin</h2>
      <Choice
        id={fieldId("need")}
        legend="Motif"
        look="chips"
        options={NEEDS}
        value={form.need}
        onChange={(need) => set({ need })}
        error={problems.need}
      />
      <div className={classes.pair}>
        <Segments
          legend="À voir"
          options={URGENCIES}
          value={form.urgency}
          onChange={(urgency) => set({ urgency })}
        />
        <Segments
          legend="Déplacement"
          options={MOBILITIES}
          value={form.mobility}
          onChange={(mobility) => set({ mobility })}
        />
      </div>
      {form.mobility === "home_visit" && (
        <TextField
          id={fieldId("address_line")}
          label="Adresse de la visite"
          value={form.address_line}
          onChange={(address_line) => set({ address_line })}
          autoComplete="off"
          help="Montrée seulement à qui accepte."
          error={problems.address_line}
        />
      )}
      <NoteField
        id={fieldId("note")}
        label="Note pour le professionnel"
        optional
        max={NOTE_MAX}
        value={form.note}
        onChange={(note) => set({ note })}
        help="Lue seulement par qui accepte. Ni numéro de sécurité sociale, ni diagnostic."
        error={problems.note}
      />
      {underNote}
      {extras}
      <Check checked={form.informed} onChange={(informed) => set({ informed })}>
        La personne est informée et d’accord
      </Check>
      {!form.informed && (
        <Note>
          Sans son accord, la demande attend&nbsp;: personne n’est sollicité avant que vous la
          complétiez.
        </Note>
      )}
    </section>
  );
}
