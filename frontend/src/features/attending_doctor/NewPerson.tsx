import { useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { AttendingDoctorAbsence, AttendingDoctorSource, Community } from "../../api";
import { getCommunityOptions } from "../../api/@tanstack/react-query.gen";
import { serverNow } from "../../clock";
import { problemSentence } from "../../problems";
import { useMe } from "../../session";
import { dayKey } from "../../time";
import { ActionBar } from "../../ui/ActionBar";
import { Button } from "../../ui/Button";
import { Check, Choice } from "../../ui/Choice";
import { ErrorSummary, type FieldProblem } from "../../ui/ErrorSummary";
import { PhoneField, TextField } from "../../ui/Field";
import { IdentityFields } from "../../ui/IdentityFields";
import { Note } from "../../ui/Note";
import { PlaceFields } from "../../ui/PlaceFields";
import { SelectField } from "../../ui/SelectField";
import { DayField } from "../../ui/WallFields";
import { ABSENCE, SOURCE } from "./attending-words";
import classes from "./NewPerson.module.css";
import {
  EMPTY,
  FACTS,
  type Fact,
  type FieldName,
  fieldId,
  type PersonForm,
  type Problems,
  problemsOf,
  refusedFields,
  requestInput,
} from "./person-form";
import { useEnter } from "./requests";

const ABSENCES = (Object.keys(ABSENCE) as AttendingDoctorAbsence[]).map((value) => ({
  value,
  label: ABSENCE[value],
}));
const SOURCES = (Object.keys(SOURCE) as AttendingDoctorSource[])
  .filter((value) => value !== "coordination")
  .map((value) => ({ value, label: SOURCE[value] }));

type Section = {
  form: PersonForm;
  set: (changed: Partial<PersonForm>) => void;
  problems: Problems;
};

function summed(found: Problems): FieldProblem[] {
  return (Object.entries(found) as [FieldName, string][]).map(([name, sentence]) => ({
    fieldId: fieldId(name),
    sentence,
  }));
}

/** A person who looks for an attending doctor, in one column; what is not ticked is not answered. */
export function NewPerson({ onDone }: { onDone: (id: string) => void }) {
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  const byPhone = useMe().scopes.includes("dispatch:manage");
  const [only] = community.communes.length === 1 ? community.communes : [];
  const [form, setForm] = useState<PersonForm>({ ...EMPTY, commune_insee: only?.insee ?? "" });
  const [problems, setProblems] = useState<Problems>({});
  const [summary, setSummary] = useState<FieldProblem[]>([]);
  const enter = useEnter((request) => onDone(request.id));
  const refused = enter.error ? refusedFields(enter.error) : null;

  function set(changed: Partial<PersonForm>) {
    setForm((before) => ({ ...before, ...changed }));
    setProblems((before) => {
      const kept = { ...before };
      for (const name of Object.keys(changed) as FieldName[]) delete kept[name];
      return kept;
    });
  }
  function show(found: Problems) {
    setProblems(found);
    setSummary(summed(found));
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const found = problemsOf(form, dayKey(serverNow()), byPhone);
    show(found);
    if (Object.keys(found).length > 0) return;
    enter.mutate(requestInput(form), {
      onError: (error) => show(refusedFields(error) ?? {}),
    });
  }
  const section: Section = { form, set, problems };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <ErrorSummary problems={summary} />
      {enter.error && !refused && (
        <Note tone="crit" alert>
          {problemSentence(enter.error)}
        </Note>
      )}
      {byPhone && <Caller {...section} />}
      <Person {...section} community={community} />
      <Situation {...section} />
      <section className={classes.section} aria-labelledby="accord">
        <h2 id="accord">Son accord</h2>
        <div id={fieldId("informed")} tabIndex={-1}>
          <Check checked={form.informed} onChange={(informed) => set({ informed })}>
            La personne est informée et d’accord pour que des médecins de la CPTS soient sollicités
          </Check>
          {problems.informed && (
            <p className={classes.error} role="alert">
              {problems.informed}
            </p>
          )}
        </div>
        <p className={classes.help}>
          Sans son accord, la demande attend. La personne peut s’opposer à tout moment&nbsp;: tout
          est alors effacé.
        </p>
      </section>
      <ActionBar>
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={enter.isPending && "Envoi…"}
        >
          Enregistrer la demande
        </Button>
      </ActionBar>
    </form>
  );
}

function Caller({ form, set, problems }: Section) {
  return (
    <section className={classes.section} aria-labelledby="appel">
      <h2 id="appel">Qui appelle</h2>
      <div className={classes.pair}>
        <SelectField
          id={fieldId("source")}
          label="La personne est connue par"
          empty="Choisir"
          value={form.source ?? ""}
          onChange={(source) => set({ source: source || null })}
          options={SOURCES}
          error={problems.source}
        />
        <TextField
          id={fieldId("requested_for")}
          label="Nom de qui appelle"
          value={form.requested_for}
          onChange={(requested_for) => set({ requested_for })}
          autoComplete="off"
          optional
          error={problems.requested_for}
        />
      </div>
    </section>
  );
}

function Person({ form, set, problems, community }: Section & { community: Community }) {
  return (
    <section className={classes.section} aria-labelledby="personne">
      <h2 id="personne">La personne</h2>
      <div className={classes.identity}>
        <IdentityFields
          value={form}
          onChange={set}
          problems={problems}
          onWarn={() => undefined}
          idOf={fieldId}
        />
      </div>
      <div className={classes.pair}>
        <PhoneField
          id={fieldId("phone")}
          label="Téléphone"
          value={form.phone}
          onChange={(phone) => set({ phone })}
          error={problems.phone}
        />
        <TextField
          id={fieldId("email")}
          kind="email"
          label="Adresse e-mail"
          value={form.email}
          onChange={(email) => set({ email })}
          autoComplete="off"
          optional
          error={problems.email}
        />
        <TextField
          id={fieldId("address_line")}
          label="Adresse"
          value={form.address_line}
          onChange={(address_line) => set({ address_line })}
          autoComplete="off"
          placeholder="8 rue des Cordiers"
          optional
          error={problems.address_line}
        />
        <PlaceFields
          community={community}
          value={form}
          onChange={set}
          problems={problems}
          idOf={fieldId}
          sectorLabel="Quartier"
        />
      </div>
    </section>
  );
}

function Situation({ form, set, problems }: Section) {
  const tick = (fact: Fact, on: boolean) =>
    set({ facts: on ? [...form.facts, fact] : form.facts.filter((other) => other !== fact) });
  return (
    <section className={classes.section} aria-labelledby="situation">
      <h2 id="situation">Sa situation</h2>
      <Choice
        id={fieldId("absence_reason")}
        legend="Pourquoi n’a-t-elle pas de médecin traitant&nbsp;?"
        look="chips"
        options={ABSENCES}
        value={form.absence_reason}
        onChange={(absence_reason) => set({ absence_reason })}
        error={problems.absence_reason}
      />
      <div className={classes.pair}>
        {form.absence_reason === "doctor_retires" && (
          <DayField
            id={fieldId("retires_on")}
            label="Son dernier jour"
            value={form.retires_on}
            onChange={(retires_on) => set({ retires_on })}
            error={problems.retires_on}
          />
        )}
        {form.absence_reason !== "never_had" && (
          <TextField
            id={fieldId("former_doctor")}
            label="Médecin d’avant"
            value={form.former_doctor}
            onChange={(former_doctor) => set({ former_doctor })}
            autoComplete="off"
            optional
            error={problems.former_doctor}
          />
        )}
      </div>
      <fieldset className={classes.facts}>
        <legend>Cochez ce que vous savez</legend>
        {(Object.keys(FACTS) as Fact[]).map((fact) => (
          <Check key={fact} checked={form.facts.includes(fact)} onChange={(on) => tick(fact, on)}>
            {FACTS[fact]}
          </Check>
        ))}
      </fieldset>
      <div className={classes.pair}>
        <DayField
          id={fieldId("discharged_on")}
          label="Sortie d’hôpital le"
          value={form.discharged_on}
          onChange={(discharged_on) => set({ discharged_on })}
          optional
          error={problems.discharged_on}
        />
        <TextField
          id={fieldId("household")}
          label="Au foyer, combien sans médecin"
          kind="numeric"
          value={form.household}
          onChange={(household) => set({ household })}
          autoComplete="off"
          optional
          error={problems.household}
        />
        <TextField
          id={fieldId("interpreter")}
          label="Langue, s’il faut un interprète"
          value={form.interpreter}
          onChange={(interpreter) => set({ interpreter })}
          autoComplete="off"
          optional
          error={problems.interpreter}
        />
      </div>
    </section>
  );
}
