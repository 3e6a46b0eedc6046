import type { ProfessionalSummary } from "../../api";
import { Choice } from "../../ui/Choice";
import { FilterChip } from "../../ui/FilterChip";
import { ProfessionalPicker } from "../../ui/ProfessionalPicker";
import { ATTENDING_CONTACT } from "../../words";
import { fieldId } from "./form";
import type { SectionProps } from "./RequestForm";
import classes from "./RequestForm.module.css";

const CONTACTS = (["not_called", "called_unavailable", "called_no_answer"] as const).map(
  (value) => ({ value, label: ATTENDING_CONTACT[value] }),
);

type DoctorSectionProps = SectionProps & {
  /** Who the attending doctor is, by name. */
  doctor: ProfessionalSummary | null;
  onDoctor: (doctor: ProfessionalSummary | null) => void;
  /** What the dry run says of asking this doctor first: "Sollicité en premier, et seul, pendant 20 min." */
  promise: string | null;
};

/** The attending doctor, who is asked first: found in the directory, or none, or not known. */
export function DoctorSection(props: DoctorSectionProps) {
  const { form, set, problems, doctor, onDoctor, promise } = props;
  const status = form.attending_doctor_status;
  const say = (said: "none" | "unknown") =>
    set({ attending_doctor_status: status === said ? null : said });
  return (
    <div className={classes.doctor}>
      <ProfessionalPicker
        id={fieldId("attending_professional_id")}
        label="Médecin traitant"
        chosen={doctor}
        onChoose={onDoctor}
        doctors
        error={problems.attending_professional_id}
      />
      {doctor ? (
        <>
          {promise && <p className={classes.help}>{promise}</p>}
          <Choice
            legend={<span className="visually-hidden">A-t-il été appelé&nbsp;?</span>}
            options={CONTACTS}
            value={form.attending_contact}
            onChange={(attending_contact) => set({ attending_contact })}
          />
        </>
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
