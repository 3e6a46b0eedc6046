import { useMemo } from "react";
import type { AttendingDoctorForm } from "../../../api";
import { isoDate, phoneProblem } from "../../../typed";
import { Check, Choice } from "../../../ui/Choice";
import { DateField, PhoneField, TextField } from "../../../ui/Field";
import { IdentityFields } from "../../../ui/IdentityFields";
import { SelectField } from "../../../ui/SelectField";
import { type Declared, ELSEWHERE, type FormState, fieldId, type Problems } from "./form";
import { NotForThem } from "./NotForThem";
import classes from "./PublicForm.module.css";
import { ABSENCE, ASK, FLAGS } from "./words";

export type SectionProps = {
  form: FormState;
  set: (changed: Partial<FormState>) => void;
  problems: Problems;
  /** A field was left: what is wrong with it, or null. */
  warn: (problems: Problems) => void;
  shown: AttendingDoctorForm;
};

const FOR_WHOM = [
  { value: "person", label: "Pour moi" },
  { value: "carer", label: "Pour quelqu’un d’autre" },
] as const;

/** Who fills the form in: the person, or who cares for them. */
export function WhoSection({ form, set, problems }: SectionProps) {
  return (
    <section className={classes.section} aria-labelledby="pour-qui">
      <h2 id="pour-qui">Pour qui&nbsp;?</h2>
      <Choice
        id={fieldId("filed_by")}
        legend="Je cherche un médecin traitant"
        options={FOR_WHOM}
        value={form.filed_by}
        onChange={(filed_by) => set({ filed_by })}
        error={problems.filed_by}
      />
      {form.filed_by === "carer" && (
        <div className={classes.pair}>
          <TextField
            id={fieldId("carer_name")}
            label="Votre nom"
            value={form.carer_name}
            onChange={(carer_name) => set({ carer_name })}
            autoComplete="name"
            placeholder="Mme Coste"
            error={problems.carer_name}
          />
          <TextField
            id={fieldId("carer_link")}
            label="Vous êtes"
            value={form.carer_link}
            onChange={(carer_link) => set({ carer_link })}
            autoComplete="off"
            placeholder="sa fille, son voisin"
            error={problems.carer_link}
          />
        </div>
      )}
    </section>
  );
}

/** The person, and where they are called. */
export function PersonSection(props: SectionProps) {
  const { form, set, problems, warn, shown } = props;
  const carer = form.filed_by === "carer";
  const communes = useMemo(
    () => [
      ...shown.communes.map(({ insee, name }) => ({ value: insee, label: name })),
      { value: ELSEWHERE, label: "Une autre commune" },
    ],
    [shown],
  );
  const sectors = shown.communes.find(({ insee }) => insee === form.commune_insee)?.sectors ?? [];
  return (
    <section className={classes.section} aria-labelledby="personne">
      <h2 id="personne">{carer ? "La personne" : "Vous"}</h2>
      <IdentityFields
        value={form}
        onChange={set}
        problems={problems}
        onWarn={(birth_date) => warn({ birth_date })}
        idOf={fieldId}
      />
      <NotForThem why="child" form={form} shown={shown} />
      <PhoneField
        id={fieldId("phone")}
        label={carer ? "Votre téléphone" : "Téléphone"}
        help={carer ? "La coordination vous appellera, vous." : "La coordination vous appellera."}
        value={form.phone}
        onChange={(phone) => set({ phone })}
        autoComplete="tel"
        error={problems.phone}
        onBlur={() => form.phone && warn({ phone: phoneProblem(form.phone) })}
      />
      <TextField
        id={fieldId("email")}
        kind="email"
        label="Adresse e-mail"
        value={form.email}
        onChange={(email) => set({ email })}
        autoComplete="email"
        optional
        error={problems.email}
      />
      <SelectField
        id={fieldId("commune_insee")}
        label={carer ? "Commune où vit la personne" : "Votre commune"}
        empty="Choisir"
        value={form.commune_insee}
        onChange={(commune_insee) => set({ commune_insee, sector: "" })}
        options={communes}
        error={problems.commune_insee}
      />
      <NotForThem why="elsewhere" form={form} shown={shown} />
      {sectors.length > 0 && (
        <SelectField
          id={fieldId("sector")}
          label="Quartier"
          empty="Non précisé"
          optional
          value={form.sector}
          onChange={(sector) => set({ sector })}
          options={sectors.map((name) => ({ value: name, label: name }))}
          error={problems.sector}
        />
      )}
      <TextField
        id={fieldId("address_line")}
        label="Adresse"
        value={form.address_line}
        onChange={(address_line) => set({ address_line })}
        autoComplete={carer ? "off" : "street-address"}
        optional
        error={problems.address_line}
      />
    </section>
  );
}

const DECLARED: { value: Declared; label: string }[] = [
  { value: "none", label: "Non" },
  { value: "retires", label: "Oui, mais il part bientôt" },
  { value: "declared", label: "Oui" },
];

/** The doctor one has, or had. */
export function DoctorSection({ form, set, problems, warn, shown }: SectionProps) {
  return (
    <section className={classes.section} aria-labelledby="medecin">
      <h2 id="medecin">Le médecin traitant</h2>
      <Choice
        id={fieldId("declared")}
        legend="Y a-t-il un médecin traitant déclaré aujourd’hui ?"
        options={DECLARED}
        value={form.declared}
        onChange={(declared) => set({ declared })}
        error={problems.declared}
      />
      <NotForThem why="declared" form={form} shown={shown} />
      {form.declared === "retires" && (
        <DateField
          id={fieldId("retires_on")}
          label="Son dernier jour"
          value={form.retires_on}
          onChange={(retires_on) => set({ retires_on })}
          autoComplete="off"
          error={problems.retires_on}
          onBlur={() =>
            form.retires_on &&
            warn({ retires_on: isoDate(form.retires_on) === null ? ASK.retires_on : null })
          }
        />
      )}
      {form.declared === "none" && (
        <Choice
          id={fieldId("absence_reason")}
          legend="Pourquoi"
          look="chips"
          options={ABSENCE}
          value={form.absence_reason}
          onChange={(absence_reason) => set({ absence_reason })}
          error={problems.absence_reason}
        />
      )}
      {(form.declared === "none" || form.declared === "retires") && (
        <TextField
          id={fieldId("former_doctor")}
          label={form.declared === "retires" ? "Nom de ce médecin" : "Ancien médecin"}
          value={form.former_doctor}
          onChange={(former_doctor) => set({ former_doctor })}
          autoComplete="off"
          optional
          error={problems.former_doctor}
        />
      )}
    </section>
  );
}

const HOUSEHOLD = Array.from({ length: 12 }, (_, index) => {
  const people = String(index + 1);
  return { value: people, label: index === 0 ? "1 personne" : `${people} personnes` };
});

/** What makes the request come before others: all of it may be left out. */
export function RankSection({ form, set, problems }: SectionProps) {
  const carer = form.filed_by === "carer";
  return (
    <section className={classes.section} aria-labelledby="rang">
      <h2 id="rang">Pour être appelé au bon moment</h2>
      <fieldset className={classes.checks}>
        <legend>
          Facultatif. Cochez ce qui est vrai, sans dire de quelle maladie il s’agit. La C2S et l’AME
          ne sont montrées à aucun médecin.
        </legend>
        {FLAGS.map(({ value, label, carer: ofCarer }) => (
          <Check
            key={value}
            checked={form.flags.includes(value)}
            onChange={(checked) =>
              set({
                flags: checked
                  ? [...form.flags, value]
                  : form.flags.filter((flag) => flag !== value),
              })
            }
          >
            {carer ? ofCarer : label}
          </Check>
        ))}
      </fieldset>
      <details className={classes.more}>
        <summary>Langue, autres personnes du foyer</summary>
        <div>
          <TextField
            id={fieldId("interpreter")}
            label="Langue parlée, s’il faut un interprète"
            value={form.interpreter}
            onChange={(interpreter) => set({ interpreter })}
            autoComplete="off"
            optional
            error={problems.interpreter}
          />
          <SelectField
            id={fieldId("household")}
            label="Personnes du foyer sans médecin traitant"
            empty="Non précisé"
            optional
            value={form.household}
            onChange={(household) => set({ household })}
            options={HOUSEHOLD}
            error={problems.household}
          />
        </div>
      </details>
    </section>
  );
}
