import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type {
  AdultTie,
  AttendingDoctorContact,
  Community,
  Teleconsultation,
  TeleconsultationKitItem,
  TeleconsultationReason,
  TerritorialException,
} from "../../../api";
import { getCommunityOptions } from "../../../api/@tanstack/react-query.gen";
import { serverNow } from "../../../clock";
import { isProblem, problemFields, problemSentence } from "../../../problems";
import { useMe } from "../../../session";
import { TELECONSULTATION_REASON } from "../../../teleconsultation-words";
import { appointmentTime } from "../../../time";
import { ActionBar } from "../../../ui/ActionBar";
import { BackLink } from "../../../ui/BackLink";
import { Button } from "../../../ui/Button";
import { Check, Choice } from "../../../ui/Choice";
import { ErrorSummary, type FieldProblem } from "../../../ui/ErrorSummary";
import { NoteField, PhoneField, TextField } from "../../../ui/Field";
import { FilterChip } from "../../../ui/FilterChip";
import { IdentityFields } from "../../../ui/IdentityFields";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import { ProfessionalPicker } from "../../../ui/ProfessionalPicker";
import { Segments } from "../../../ui/Segments";
import { SelectField } from "../../../ui/SelectField";
import { ATTENDING_CONTACT } from "../../../words";
import { sitesOptions } from "../reads";
import { KIT_ITEM } from "../site-words";
import classes from "./Bookings.module.css";
import { EXCEPTION, TIE } from "./booking-words";
import { letGo, useBook } from "./bookings";
import {
  bookingOf,
  type DeskForm,
  EMPTY,
  FIELD_OF,
  fieldId,
  isMinor,
  type Problems,
  problemsOf,
} from "./desk-form";
import { TimesField } from "./TimesField";

function options<V extends string>(words: Record<V, string>): { value: V; label: string }[] {
  return (Object.keys(words) as V[]).map((value) => ({ value, label: words[value] }));
}

const REASONS = options(TELECONSULTATION_REASON);
const CONTACTS = options(ATTENDING_CONTACT);
const EXCEPTIONS = options(EXCEPTION);
const TIES = options(TIE);
const KIT = options(KIT_ITEM);
const WHEN = [
  { value: "soon" as const, label: "Dès que possible" },
  { value: "chosen" as const, label: "À une heure choisie" },
];
const NOTE_MAX = 200;

type Section = {
  form: DeskForm;
  set: (changed: Partial<DeskForm>) => void;
  problems: Problems;
  /** Says at once what is wrong with a field that was left. */
  warn: (found: Problems) => void;
};

/** A teleconsultation booked from the desk: where, why, who, which doctor first, when. */
export function NewBooking({ onDone }: { onDone: (booking: Teleconsultation) => void }) {
  const me = useMe();
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  const { data: sites } = useQuery(sitesOptions);
  const bookable = sites?.sites.filter((site) => site.bookable) ?? [];
  const own =
    bookable.find(({ is_mine }) => is_mine) ?? (bookable.length === 1 ? bookable[0] : null);
  const [only] = community.communes.length === 1 ? community.communes : [];
  const [typed, setTyped] = useState<DeskForm>({ ...EMPTY, commune_insee: only?.insee ?? "" });
  const form = typed.site_id === "" && own ? { ...typed, site_id: own.id } : typed;
  const [problems, setProblems] = useState<Problems>({});
  const [summary, setSummary] = useState<FieldProblem[]>([]);
  const book = useBook(onDone);
  const doctor = me.profession_label === "Médecin";
  const minor = isMinor(form, serverNow());

  // Leaving without booking gives the time back at once.
  const kept = useRef(form.hold);
  kept.current = book.isSuccess ? null : form.hold;
  useEffect(() => () => letGo(kept.current), []);

  function set(changed: Partial<DeskForm>) {
    setTyped((before) => ({ ...before, ...changed }));
    setProblems((before) => {
      const left = { ...before };
      for (const name of Object.keys(changed) as (keyof DeskForm)[]) delete left[name];
      return left;
    });
  }
  function show(found: Problems) {
    setProblems(found);
    setSummary(
      (Object.entries(found) as [keyof DeskForm, string][]).map(([name, sentence]) => ({
        fieldId: fieldId(name),
        sentence,
      })),
    );
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const found = problemsOf(form, serverNow(), doctor);
    show(found);
    if (Object.keys(found).length > 0) return;
    book.mutate(bookingOf(form, serverNow()), {
      onError: (refused) => {
        const fields = Object.entries(problemFields(refused)).flatMap(([pointer, sentence]) => {
          const name = FIELD_OF[pointer];
          return name ? [[name, sentence]] : [];
        });
        show(Object.fromEntries(fields));
        if (isProblem(refused) && refused.type === "teleconsultation_hold_expired") {
          set({ hold: null });
        }
      },
    });
  }

  const section = {
    form,
    set,
    problems,
    warn: (found: Problems) => setProblems((before) => ({ ...before, ...found })),
  };
  const hour = form.when === "chosen" && form.hold;
  return (
    <Page
      title="Réserver une téléconsultation"
      focused
      column
      back={<BackLink to="/teleconsultations" />}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <ErrorSummary problems={summary} />
        {book.error && summary.length === 0 && (
          <Note tone="crit" alert>
            {problemSentence(book.error, true)}
          </Note>
        )}
        {sites && bookable.length === 0 && (
          <Note tone="warn">Aucun lieu ne peut être réservé aujourd’hui. Voir ce qui manque.</Note>
        )}
        <SelectField
          id={fieldId("site_id")}
          label="Lieu"
          empty="Choisir"
          value={form.site_id}
          options={bookable.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(site_id) => {
            letGo(form.hold);
            set({ site_id, hold: null });
          }}
          error={problems.site_id}
        />
        <SelectField<TeleconsultationReason>
          id={fieldId("reason")}
          label="Motif"
          empty="Choisir"
          value={form.reason ?? ""}
          options={REASONS}
          onChange={(reason) => set({ reason: reason || null })}
          error={problems.reason}
        />
        <PersonFields {...section} community={community} />
        {minor && <MinorFields {...section} mayOverride={doctor} />}
        <DoctorFields {...section} />
        <div className={classes.form} id={fieldId("hold")} tabIndex={-1}>
          <Segments
            legend="Quand"
            options={WHEN}
            value={form.when}
            onChange={(when) => {
              if (when === "soon") letGo(form.hold);
              set({ when, hold: null });
            }}
            error={problems.hold}
          />
          {form.when === "soon" ? (
            <p className={classes.quiet}>
              Le médecin traitant seul d’abord, puis les médecins du territoire. Qui accepte réserve
              la pièce et l’aide avec.
            </p>
          ) : form.site_id ? (
            <TimesField
              siteId={form.site_id}
              professionalId={null}
              reason={form.reason}
              hold={form.hold}
              onHold={(hold) => set({ hold })}
            />
          ) : (
            <p className={classes.quiet}>Choisissez d’abord le lieu.</p>
          )}
        </div>
        <HelpersField {...section} />
        <fieldset className={classes.form}>
          <legend>Accord de la personne</legend>
          <Check checked={form.consent_video} onChange={(consent_video) => set({ consent_video })}>
            Être vue par vidéo
          </Check>
          <Check checked={form.consent_data} onChange={(consent_data) => set({ consent_data })}>
            Ce qui est gardé ici de la réservation
          </Check>
          <p className={classes.quiet}>Sinon, il se note sur place, avant la vidéo.</p>
        </fieldset>
        <ActionBar>
          <Button
            type="submit"
            variant="filled"
            size="decision"
            wide
            busy={book.isPending && "Envoi…"}
          >
            {hour ? `Réserver ${appointmentTime(hour.starts_at, serverNow())}` : "Réserver"}
          </Button>
        </ActionBar>
      </form>
    </Page>
  );
}

function PersonFields({
  form,
  set,
  problems,
  warn,
  community,
}: Section & { community: Community }) {
  return (
    <>
      <div className={classes.identity}>
        <IdentityFields
          value={form}
          onChange={set}
          problems={problems}
          onWarn={(birth_date) => warn({ birth_date: birth_date ?? undefined })}
          idOf={fieldId}
        />
      </div>
      <PhoneField
        id={fieldId("phone")}
        label="Téléphone"
        value={form.phone}
        onChange={(phone) => set({ phone })}
        error={problems.phone}
      />
      {community.communes.length > 1 && (
        <SelectField
          id={fieldId("commune_insee")}
          label="Commune"
          empty="Choisir"
          value={form.commune_insee}
          options={community.communes.map(({ insee, name }) => ({ value: insee, label: name }))}
          onChange={(commune_insee) => set({ commune_insee })}
          error={problems.commune_insee}
        />
      )}
    </>
  );
}

function MinorFields({ form, set, problems, mayOverride }: Section & { mayOverride: boolean }) {
  return (
    <fieldset className={classes.form}>
      <legend>Moins de 18&nbsp;ans&nbsp;: qui accompagne</legend>
      <div className={classes.identity}>
        <TextField
          id={fieldId("adult_name")}
          label="Nom de l’adulte"
          value={form.adult_name}
          onChange={(adult_name) => set({ adult_name })}
          autoComplete="off"
          error={problems.adult_name}
        />
        <SelectField<AdultTie>
          id={fieldId("tie")}
          label="Lien"
          empty="Choisir"
          value={form.tie}
          options={TIES}
          onChange={(tie) => set({ tie })}
          error={problems.tie}
        />
      </div>
      <PhoneField
        id={fieldId("adult_phone")}
        label="Son téléphone"
        value={form.adult_phone}
        onChange={(adult_phone) => set({ adult_phone })}
        error={problems.adult_phone}
      />
      <div id={fieldId("parental_consent")} tabIndex={-1}>
        <Check
          checked={form.parental_consent}
          onChange={(parental_consent) => set({ parental_consent })}
        >
          Un titulaire de l’autorité parentale est d’accord
        </Check>
        {problems.parental_consent && <p className={classes.late}>{problems.parental_consent}</p>}
      </div>
      {mayOverride && (
        <NoteField
          id={fieldId("override_reason")}
          label="Ou pourquoi vous passez outre, comme médecin"
          value={form.override_reason}
          onChange={(override_reason) => set({ override_reason })}
          max={NOTE_MAX}
          optional
          error={problems.override_reason}
        />
      )}
    </fieldset>
  );
}

function DoctorFields({ form, set, problems }: Section) {
  const say = (doctor_status: "none" | "unknown") =>
    set({ doctor_status: form.doctor_status === doctor_status ? null : doctor_status });
  return (
    <div className={classes.form}>
      <ProfessionalPicker
        id={fieldId("doctor")}
        label="Médecin traitant"
        chosen={form.doctor}
        onChoose={(doctor) => set({ doctor, doctor_status: null, contact: null })}
        doctors
        error={problems.doctor}
      />
      {form.doctor ? (
        <Choice<AttendingDoctorContact>
          id={fieldId("contact")}
          legend="L’avez-vous appelé ?"
          look="chips"
          options={CONTACTS}
          value={form.contact}
          onChange={(contact) => set({ contact })}
          error={problems.contact}
        />
      ) : (
        <div className={classes.pair}>
          <FilterChip on={form.doctor_status === "none"} onChange={() => say("none")}>
            Aucun
          </FilterChip>
          <FilterChip on={form.doctor_status === "unknown"} onChange={() => say("unknown")}>
            Je ne sais pas
          </FilterChip>
        </div>
      )}
      {form.when === "chosen" && (
        <SelectField<TerritorialException>
          id={fieldId("exception")}
          label="Exception au parcours, si un autre médecin répond"
          value={form.exception}
          options={EXCEPTIONS}
          onChange={(exception) => set({ exception: exception || "none" })}
          error={problems.exception}
        />
      )}
    </div>
  );
}

function HelpersField({ form, set }: Section) {
  const toggle = (item: TeleconsultationKitItem) =>
    set({
      helpers: form.helpers.includes(item)
        ? form.helpers.filter((one) => one !== item)
        : [...form.helpers, item],
    });
  return (
    <fieldset className={classes.form}>
      <legend>À préparer pour l’examen</legend>
      <div className={classes.pair}>
        {KIT.map(({ value, label }) => (
          <FilterChip key={value} on={form.helpers.includes(value)} onChange={() => toggle(value)}>
            {label}
          </FilterChip>
        ))}
      </div>
    </fieldset>
  );
}
