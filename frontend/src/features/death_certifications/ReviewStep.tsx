import { type FormEvent, type ReactNode, useMemo, useState } from "react";
import type { Community, DeathRequesterKind } from "../../api";
import { serverNow } from "../../clock";
import { dayKey, instantAt, longDay, relativeDay, wallHour } from "../../time";
import { phoneProblem } from "../../typed";
import { ActionBar } from "../../ui/ActionBar";
import { Button } from "../../ui/Button";
import { ErrorSummary, type FieldProblem } from "../../ui/ErrorSummary";
import { type Fact, FactList } from "../../ui/FactList";
import { NoteField, PhoneField, TextField } from "../../ui/Field";
import { Note } from "../../ui/Note";
import { Segments } from "../../ui/Segments";
import { SelectField } from "../../ui/SelectField";
import { DEATH_PLACE_KIND } from "../../words";
import { type DeathForm, fieldId, type Problems, reviewProblems } from "./form";
import { type StepProps, summed } from "./PersonStep";
import { waitsFor } from "./steps";
import classes from "./Wizard.module.css";
import { StepTitle } from "./WizardFrame";
import { REQUESTER_KIND, SAFETY_WAIT } from "./words";

export const NOTE_MAX = 500;

type ReviewStepProps = StepProps & {
  community: Community;
  /** Taken on the phone by the coordination, for a family or anybody. */
  byPhone: boolean;
  /** As what one may ask. */
  kinds: readonly DeathRequesterKind[];
  doctorName: string | null;
  /** Words of a text that look medical, as typed: the author may say that they are not. */
  medicalWords: string[] | null;
  /** Any other refusal of the server, said above the button. */
  refusal: ReactNode;
  sending: boolean;
  onEdit: () => void;
  onSend: (confirmedNotMedical: boolean) => void;
};

const WAITING = [
  { value: "yes", label: "Oui" },
  { value: "no", label: "Non" },
  { value: "unknown", label: "Je ne sais pas" },
] as const;

/** What is going to be sent, who is called back, and the one button. */
export function ReviewStep(props: ReviewStepProps) {
  const { form, set, refused, byPhone, kinds, medicalWords, refusal, sending, onEdit, onSend } =
    props;
  const [own, setProblems] = useState<Problems>({});
  // What the server refused stands until something is typed again.
  const problems = { ...own, ...refused };
  const [summary, setSummary] = useState<FieldProblem[]>([]);
  const warn = (found: Problems) => setProblems((before) => ({ ...before, ...found }));
  const waits = waitsFor(form);
  const key = JSON.stringify(refused);
  const said = useMemo(() => summed(JSON.parse(key) as Problems), [key]);

  function change(changed: Partial<DeathForm>) {
    set(changed);
    warn(Object.fromEntries(Object.keys(changed).map((name) => [name, null])));
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const found = reviewProblems(form, byPhone);
    setProblems(found);
    setSummary(summed(found));
    if (Object.keys(found).length === 0 && !sending) onSend(false);
  }
  return (
    <form className={classes.step} onSubmit={submit} noValidate>
      <StepTitle>Vérifier et envoyer</StepTitle>
      <ErrorSummary problems={said.length > 0 ? said : summary} />
      <section className={classes.card} aria-labelledby="deces-resume">
        <div className={classes.cardHead}>
          <h3 id="deces-resume">La personne et le lieu</h3>
          <button type="button" className={classes.link} onClick={onEdit}>
            Modifier
          </button>
        </div>
        <Facts {...props} />
      </section>
      {waits.length > 0 && (
        <Note tone="warn">
          {waits.map((question) => (
            <p key={question}>{SAFETY_WAIT[question]}</p>
          ))}
          <p>Personne n’est envoyé avant la réponse. En cas de doute, appelez le 15 ou le 17.</p>
        </Note>
      )}
      <section className={classes.section} aria-labelledby="deces-rappel">
        <h3 id="deces-rappel">{byPhone ? "Qui appelle" : "Qui rappeler"}</h3>
        {byPhone && (
          <TextField
            id={fieldId("requested_for")}
            label="Famille, structure ou service"
            value={form.requested_for}
            onChange={(requested_for) => change({ requested_for })}
            autoComplete="off"
            error={problems.requested_for}
          />
        )}
        {kinds.length > 1 && (
          <SelectField
            id={fieldId("requester_kind")}
            label={byPhone ? "Qui est-ce" : "Au titre de"}
            empty="Choisir"
            value={form.requester_kind ?? ""}
            onChange={(kind) => change({ requester_kind: kind || null })}
            options={kinds.map((value) => ({ value, label: REQUESTER_KIND[value] }))}
            error={problems.requester_kind}
          />
        )}
        <div className={classes.pair}>
          <TextField
            id={fieldId("requester_name")}
            label={byPhone ? "Son nom" : "Votre nom"}
            value={form.requester_name}
            onChange={(requester_name) => change({ requester_name })}
            autoComplete={byPhone ? "off" : "name"}
            error={problems.requester_name}
          />
          <TextField
            id={fieldId("requester_function")}
            label={byPhone ? "Lien ou fonction" : "Votre fonction"}
            value={form.requester_function}
            onChange={(requester_function) => change({ requester_function })}
            autoComplete="off"
            placeholder={byPhone ? "Sa fille" : "État civil"}
            error={problems.requester_function}
          />
        </div>
        <PhoneField
          id={fieldId("requester_phone")}
          label="À rappeler au"
          value={form.requester_phone}
          onChange={(requester_phone) => change({ requester_phone })}
          error={problems.requester_phone}
          onBlur={() =>
            form.requester_phone && warn({ requester_phone: phoneProblem(form.requester_phone) })
          }
        />
        <Segments
          wide
          legend="Un opérateur funéraire attend-il sur place&nbsp;?"
          options={WAITING}
          value={form.funeral_operator_waiting}
          onChange={(funeral_operator_waiting) => change({ funeral_operator_waiting })}
        />
        <NoteField
          id={fieldId("note")}
          label="Pour qui viendra"
          optional
          max={NOTE_MAX}
          value={form.note}
          onChange={(note) => change({ note })}
          help="Lu seulement par qui accepte. Jamais la cause du décès, ni numéro de sécurité sociale."
          error={problems.note}
        />
        {medicalWords && (
          <Note tone="warn" alert>
            {medicalWords.length > 0
              ? `Ces mots semblent dire une cause ou un diagnostic : ${medicalWords.join(", ")}. `
              : "Des mots semblent dire une cause ou un diagnostic. "}
            Retirez-les, ou dites qu’ils n’en sont pas.{" "}
            <button type="button" className={classes.link} onClick={() => onSend(true)}>
              Ce n’est pas médical, garder
            </button>
          </Note>
        )}
      </section>
      <ActionBar>
        {refusal}
        <Button type="submit" variant="filled" size="decision" wide busy={sending && "Envoi…"}>
          Envoyer la demande
        </Button>
      </ActionBar>
    </form>
  );
}

function when(day: string, time: string): string {
  const at = instantAt(day, time);
  const word = relativeDay(at, serverNow());
  const of = day === dayKey(serverNow()) || word === "hier" ? word : longDay(at);
  return `${of}, ${wallHour(time)}`;
}

function Facts({ form, community, doctorName }: ReviewStepProps) {
  const commune = community.communes.find(({ insee }) => insee === form.commune_insee)?.name;
  const name = [form.given_name.trim(), form.family_name.trim()].filter(Boolean).join(" ");
  const died = form.death_precision === "exact" || form.death_precision === "approximate";
  const lines: Fact[] = [
    ["Personne", name || "identité à préciser"],
    ["Âge", form.age.trim() || (form.adult === "yes" ? "plus de 18 ans" : "non précisé")],
    [
      "Lieu",
      [
        form.place_kind && DEATH_PLACE_KIND[form.place_kind],
        form.address_line,
        form.access,
        commune,
      ]
        .filter(Boolean)
        .join(", "),
    ],
    ["Trouvée", when(form.found_day, form.found_time)],
    [
      "Décès",
      died &&
        `${form.death_precision === "approximate" ? "vers " : ""}${when(form.death_day, form.death_time)}`,
    ],
    [
      "Médecin traitant",
      doctorName ?? (form.attending_doctor_status === "none" ? "aucun" : "non connu"),
    ],
    ["Sur place", form.people_present.trim()],
  ];
  return <FactList facts={lines} className={classes.facts} />;
}
