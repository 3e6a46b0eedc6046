import type { ProfessionalSummary } from "../../api";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { FilterChip } from "../../ui/FilterChip";
import { ProfessionalPicker } from "../../ui/ProfessionalPicker";
import { ATTENDING_CONTACT } from "../../words";
import { type DeathForm, fieldId } from "./form";
import classes from "./Wizard.module.css";

const CONTACTS = (["not_called", "called_unavailable", "called_no_answer"] as const).map(
  (value) => ({ value, label: ATTENDING_CONTACT[value] }),
);

type AttendingDoctorProps = {
  form: DeathForm;
  set: (changed: Partial<DeathForm>) => void;
  /** Who the attending doctor is, when they were found in the directory. */
  doctor: ProfessionalSummary | null;
  onDoctor: (doctor: ProfessionalSummary | null) => void;
  /** The directory is open to who asks; a town hall writes the name instead. */
  searches: boolean;
  error?: string | null;
};

/** The attending doctor, who is asked first: found or written, or none, or not known. */
export function AttendingDoctor(props: AttendingDoctorProps) {
  const { form, set, doctor, onDoctor, searches, error } = props;
  const status = form.attending_doctor_status;
  const named = searches ? doctor !== null : form.attending_doctor_name.trim() !== "";
  const say = (said: "none" | "unknown") =>
    set({ attending_doctor_status: status === said ? null : said, attending_doctor_name: "" });
  return (
    <div className={classes.doctor}>
      {searches ? (
        <ProfessionalPicker
          id={fieldId("attending_professional_id")}
          label="Médecin traitant"
          chosen={doctor}
          onChoose={onDoctor}
          doctors
          error={error}
        />
      ) : (
        <TextField
          id={fieldId("attending_professional_id")}
          label="Médecin traitant"
          placeholder="Dr Obadia"
          autoComplete="off"
          value={form.attending_doctor_name}
          onChange={(attending_doctor_name) =>
            set({
              attending_doctor_name,
              attending_doctor_status: attending_doctor_name.trim() === "" ? null : "known",
            })
          }
          error={error}
        />
      )}
      {named ? (
        <Choice
          legend={<span className="visually-hidden">A-t-il été appelé&nbsp;?</span>}
          options={CONTACTS}
          look="chips"
          value={form.attending_contact}
          onChange={(attending_contact) => set({ attending_contact })}
        />
      ) : (
        <div className={classes.chips}>
          <FilterChip on={status === "none"} onChange={() => say("none")}>
            Aucun
          </FilterChip>
          <FilterChip on={status === "unknown"} onChange={() => say("unknown")}>
            Je ne sais pas
          </FilterChip>
        </div>
      )}
    </div>
  );
}
