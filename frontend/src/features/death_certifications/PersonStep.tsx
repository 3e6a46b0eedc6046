import { type FormEvent, useState } from "react";
import type { Community, ProfessionalSummary, Sex } from "../../api";
import { serverNow } from "../../clock";
import { addDays, dayKey } from "../../time";
import { ActionBar } from "../../ui/ActionBar";
import { Button } from "../../ui/Button";
import { Check, Choice } from "../../ui/Choice";
import { ErrorSummary, type FieldProblem } from "../../ui/ErrorSummary";
import { TextField } from "../../ui/Field";
import { Segments } from "../../ui/Segments";
import { SelectField } from "../../ui/SelectField";
import { DayField, TimeField } from "../../ui/WallFields";
import { DEATH_PLACE_KIND, SEX } from "../../words";
import { AttendingDoctor } from "./AttendingDoctor";
import { ageProblem } from "./age";
import {
  type DeathForm,
  type FieldName,
  fieldId,
  instantOf,
  isLongAgo,
  type Problems,
  personProblems,
} from "./form";
import classes from "./Wizard.module.css";
import { StepTitle } from "./WizardFrame";

export type StepProps = {
  form: DeathForm;
  set: (changed: Partial<DeathForm>) => void;
  /** What the server refused, by field. */
  refused: Problems;
};

type PersonStepProps = StepProps & {
  community: Community;
  /** The attending doctor, when they were found in the directory. */
  doctor: ProfessionalSummary | null;
  onDoctor: (doctor: ProfessionalSummary | null) => void;
  /** The directory is open to who asks. */
  searches: boolean;
  onNext: () => void;
};

const SEXES = (["female", "male"] as const satisfies Sex[]).map((value) => ({
  value,
  label: SEX[value],
}));
const PLACES = (Object.keys(DEATH_PLACE_KIND) as (keyof typeof DEATH_PLACE_KIND)[]).map(
  (value) => ({
    value,
    label: DEATH_PLACE_KIND[value],
  }),
);
const PRECISIONS = [
  { value: "exact", label: "Oui" },
  { value: "approximate", label: "À peu près" },
  { value: "unknown", label: "Non" },
] as const;

/** The problems of a step as the summary above it names them. */
export function summed(found: Problems): FieldProblem[] {
  return (Object.entries(found) as [FieldName, string | null][]).flatMap(([name, sentence]) =>
    sentence ? [{ fieldId: fieldId(name), sentence }] : [],
  );
}

/** The strict necessary: who, where, since when, who is there. */
export function PersonStep(props: PersonStepProps) {
  const { form, set, refused, community, onNext } = props;
  const [problems, setProblems] = useState<Problems>(refused);
  const [summary, setSummary] = useState<FieldProblem[]>(() => summed(refused));
  const warn = (found: Problems) => setProblems((before) => ({ ...before, ...found }));

  function change(changed: Partial<DeathForm>) {
    set(changed);
    warn(Object.fromEntries(Object.keys(changed).map((name) => [name, null])));
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const found = personProblems(form);
    setProblems(found);
    setSummary(summed(found));
    if (Object.keys(found).length === 0) onNext();
  }
  const text = (
    name: "family_name" | "given_name" | "address_line" | "access" | "people_present",
  ) =>
    ({
      id: fieldId(name),
      value: form[name],
      onChange: (typed: string) => change({ [name]: typed }),
      autoComplete: "off",
      error: problems[name],
    }) as const;
  return (
    <form className={classes.step} onSubmit={submit} noValidate>
      <StepTitle>La personne et le lieu</StepTitle>
      <ErrorSummary problems={summary} />
      <div className={classes.pair}>
        <TextField {...text("family_name")} label="Nom" optional={form.identified === "unknown"} />
        <TextField
          {...text("given_name")}
          label="Prénom"
          optional={form.identified === "unknown"}
        />
      </div>
      <div className={classes.ageSex}>
        <TextField
          id={fieldId("age")}
          label="Date de naissance, ou âge"
          value={form.age}
          onChange={(age) => change({ age })}
          autoComplete="off"
          placeholder="environ 85 ans"
          optional={form.adult === "unknown"}
          error={problems.age}
          onBlur={() => form.age.trim() && warn({ age: ageProblem(form.age, dayKey(serverNow())) })}
        />
        <Choice
          id={fieldId("sex")}
          legend="Sexe"
          options={SEXES}
          value={form.sex}
          onChange={(sex) => change({ sex })}
          error={problems.sex}
        />
      </div>
      <Choice
        id={fieldId("place_kind")}
        legend="Lieu"
        look="chips"
        options={PLACES}
        value={form.place_kind}
        onChange={(place_kind) => change({ place_kind })}
        error={problems.place_kind}
      />
      <TextField {...text("address_line")} label="Adresse" placeholder="8 rue des Cordiers" />
      {community.communes.length > 1 && (
        <SelectField
          id={fieldId("commune_insee")}
          label="Commune"
          empty="Choisir"
          value={form.commune_insee}
          onChange={(commune_insee) => change({ commune_insee })}
          options={community.communes.map(({ insee, name }) => ({ value: insee, label: name }))}
          error={problems.commune_insee}
        />
      )}
      <div className={classes.pair}>
        <TextField {...text("access")} label="Étage, code" optional />
        <Found form={form} change={change} error={problems.found_time} />
      </div>
      {isLongAgo(instantOf(form.found_day, form.found_time)) && (
        <Check
          checked={form.found_long_ago}
          onChange={(found_long_ago) => change({ found_long_ago, found_time: form.found_time })}
        >
          Trouvée il y a plus de 30 jours, c’est exact
        </Check>
      )}
      <Segments
        wide
        legend="Connaît-on l’heure du décès&nbsp;?"
        options={PRECISIONS}
        value={form.death_precision}
        onChange={(death_precision) =>
          change({ death_precision, death_day: form.death_day || form.found_day, death_time: "" })
        }
      />
      {(form.death_precision === "exact" || form.death_precision === "approximate") && (
        <div className={classes.pair}>
          <DayField
            id={fieldId("death_day")}
            label="Jour du décès"
            value={form.death_day}
            onChange={(death_day) => change({ death_day })}
          />
          <TimeField
            key={form.death_precision}
            id={fieldId("death_time")}
            label={form.death_precision === "exact" ? "Heure du décès" : "Heure du décès, vers"}
            value={form.death_time}
            onChange={(death_time) => change({ death_time })}
            error={problems.death_time}
          />
        </div>
      )}
      <AttendingDoctor {...props} set={change} error={problems.attending_professional_id} />
      <TextField
        {...text("people_present")}
        label="Qui est sur place&nbsp;?"
        placeholder="Sa fille, 06 39 98 33 50"
        optional
      />
      <ActionBar>
        <Button type="submit" variant="filled" size="decision" wide>
          Continuer
        </Button>
      </ActionBar>
    </form>
  );
}

type FoundProps = {
  form: DeathForm;
  change: (changed: Partial<DeathForm>) => void;
  error?: string | null;
};

/** When the person was found: today unless another day is said. */
function Found({ form, change, error }: FoundProps) {
  const today = dayKey(serverNow());
  const days = [
    { value: today, label: "aujourd’hui" },
    { value: addDays(today, -1), label: "hier" },
  ];
  const other = form.found_day !== "" && days.every(({ value }) => value !== form.found_day);
  return (
    <div className={classes.section}>
      <TimeField
        id={fieldId("found_time")}
        label="Trouvée vers"
        value={form.found_time}
        onChange={(found_time) => change({ found_time })}
        error={error}
      />
      {other ? (
        <DayField
          id={fieldId("found_day")}
          label="Le"
          value={form.found_day}
          onChange={(found_day) => change({ found_day })}
        />
      ) : (
        <SelectField
          id={fieldId("found_day")}
          label={<span className="visually-hidden">Jour</span>}
          value={form.found_day}
          onChange={(day) => change({ found_day: day === "other" ? addDays(today, -2) : day })}
          options={[...days, { value: "other", label: "un autre jour" }]}
        />
      )}
    </div>
  );
}
