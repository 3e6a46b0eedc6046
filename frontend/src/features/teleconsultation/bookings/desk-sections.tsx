import type {
  AdultTie,
  AttendingDoctorContact,
  Community,
  TeleconsultationKitItem,
  TerritorialException,
} from "../../../api";
import { Check, Choice } from "../../../ui/Choice";
import { NoteField, PhoneField, TextField } from "../../../ui/Field";
import { FilterChip } from "../../../ui/FilterChip";
import { IdentityFields } from "../../../ui/IdentityFields";
import { ProfessionalPicker } from "../../../ui/ProfessionalPicker";
import { SelectField } from "../../../ui/SelectField";
import { ATTENDING_CONTACT } from "../../../words";
import { KIT_ITEM } from "../site-words";
import classes from "./Bookings.module.css";
import { EXCEPTION, TIE } from "./booking-words";
import { type DeskForm, fieldId, type Problems } from "./desk-form";

/** The parts of a booking from the desk. */

/** The options of a list, in the order of its words. */
export function options<V extends string>(words: Record<V, string>): { value: V; label: string }[] {
  return (Object.keys(words) as V[]).map((value) => ({ value, label: words[value] }));
}

const CONTACTS = options(ATTENDING_CONTACT);
const EXCEPTIONS = options(EXCEPTION);
const TIES = options(TIE);
const KIT = options(KIT_ITEM);
const NOTE_MAX = 200;

export type Section = {
  form: DeskForm;
  set: (changed: Partial<DeskForm>) => void;
  problems: Problems;
  /** Says at once what is wrong with a field that was left. */
  warn: (found: Problems) => void;
};

/** Who is seen, and where they live. */
export function PersonFields({
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

/** The adult who comes along; or why a doctor does without. */
export function MinorFields({
  form,
  set,
  problems,
  mayOverride,
}: Section & { mayOverride: boolean }) {
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

/** The usual doctor, and what came of calling them. */
export function DoctorFields({ form, set, problems }: Section) {
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

/** What the examination will need. */
export function HelpersField({ form, set }: Section) {
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
